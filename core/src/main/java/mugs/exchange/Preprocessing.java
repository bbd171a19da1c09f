package mugs.exchange;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import mugs.augment.EvaluationCrop;
import mugs.load.Normalisation;

/**
 * What is done with a picture before a network sees it.
 *
 * @param crop resize and central crop
 * @param normalisation of the pixels
 */
record Preprocessing(EvaluationCrop crop, Normalisation normalisation) {

  /** Returns it as texts that stand beside a network. */
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("preprocessing.color", normalisation.channels() == 1 ? "L" : "RGB");
    texts.put("preprocessing.resize_shorter_side", Integer.toString(crop.shorterSide()));
    texts.put("preprocessing.interpolation", "bicubic, antialiased");
    texts.put("preprocessing.center_crop", Integer.toString(crop.size()));
    texts.put("preprocessing.rescale", "1/255");
    texts.put("preprocessing.mean", list(normalisation.means()));
    texts.put("preprocessing.std", list(normalisation.deviations()));
    return texts;
  }

  /** Returns it as a sentence. */
  String inWords() {
    return ("%s; shorter side to %d pixels (bicubic, antialiased, as Pillow does), the central %d x %d; "
            + "values divided by 255, then less the mean %s and divided by the deviation %s; "
            + "laid out as [images, %d, %d, %d]")
        .formatted(
            normalisation.channels() == 1 ? "Grey (ITU-R 601-2 luma)" : "Red, green, blue",
            crop.shorterSide(),
            crop.size(),
            crop.size(),
            list(normalisation.means()),
            list(normalisation.deviations()),
            normalisation.channels(),
            crop.size(),
            crop.size());
  }

  private static String list(List<Double> values) {
    return values.stream()
        .map(value -> String.format(Locale.ROOT, "%.6f", value).replaceFirst("0{1,5}$", ""))
        .collect(Collectors.joining(", "));
  }
}
