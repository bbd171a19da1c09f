package mugs.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import mugs.engine.Sha256;
import mugs.train.PretrainingListener.Measurement;
import mugs.train.RunHistory;
import mugs.vit.VitSettings;
import org.jspecify.annotations.Nullable;

/**
 * What a person needs to know of an exported file, in Markdown: what it is, how to use it, what it
 * was trained on and how, what was measured, under which licence.
 *
 * @param out name that the file gets
 * @param part where it is now
 * @param options it was written with
 * @param weights it was made from
 * @param network that is in it
 * @param preprocessing of its pictures
 * @param differences between it and this program
 */
record ModelCard(
    Path out,
    Path part,
    ExportOptions options,
    TrainedWeights weights,
    ExportedNetwork network,
    Preprocessing preprocessing,
    List<Difference> differences) {
  private static final String RECIPE = "recipe";
  private static final String IMPORTED = "imported";
  private static final Pattern NAME = Pattern.compile("(?m)^name: *(.*)$");

  /**
   * Returns the card.
   *
   * @throws IOException if the file or the run's folder cannot be read
   */
  String text() throws IOException {
    Optional<RunHistory> run = RunOfWeights.of(weights.file());
    StringBuilder card = new StringBuilder();
    card.append("# ").append(out.getFileName()).append("\n\n").append(whatItIs());
    section(card, "The file", file());
    section(card, "Preprocessing", preprocessing.inWords() + ".\n");
    section(card, "Use", UseInPython.of(out.getFileName().toString(), options, network.vit()));
    section(card, "Training", training(run));
    section(card, "Measured", measured(run));
    section(card, "Checked", checked());
    section(card, "Licence", "Of the weights: " + options.licence().orElse("not stated") + ".\n");
    if (!isImported() && weights.metadata().containsKey(RECIPE)) {
      section(card, "Recipe", "```yaml\n" + recipe().strip() + "\n```\n");
    }
    return card.toString();
  }

  /** Another program trained it; what stands as its recipe has the sizes alone. */
  private boolean isImported() {
    return weights.metadata().containsKey(IMPORTED);
  }

  private String recipe() {
    return weights.metadata().getOrDefault(RECIPE, "");
  }

  private static void section(StringBuilder card, String title, String text) {
    card.append("\n## ").append(title).append("\n\n").append(text);
  }

  private String whatItIs() {
    VitSettings vit = network.vit();
    String size = TimmName.of(vit).map(name -> " (" + name + " in timm)").orElse("");
    return String.format(
        Locale.ROOT,
        """
        The backbone of a vision transformer%s that turns pictures into features%s: %d wide, \
        %d blocks, %d heads, patches of %d x %d pixels, pictures of %d x %d pixels with %d channel%s, %,d parameters.
        """,
        size,
        isImported() ? "" : ", trained without labels",
        vit.width(),
        vit.blocks(),
        vit.heads(),
        vit.patchSize(),
        vit.patchSize(),
        vit.imageSize(),
        vit.imageSize(),
        vit.channels(),
        vit.channels() == 1 ? "" : "s",
        network.bytes() / Float.BYTES);
  }

  private String file() throws IOException {
    return String.format(
        Locale.ROOT,
        "%s, %,d bytes, SHA-256 `%s`. %s\n",
        switch (options.format()) {
          case SAFETENSORS -> "Safetensors of Mugs for the JVM, heads included";
          case TIMM -> "Safetensors, tensors named as in timm, float32";
          case TORCHSCRIPT -> "TorchScript, float32";
          case ONNX -> "ONNX, operator set " + OnnxFile.OPSET + ", float32, any number of pictures";
        },
        Files.size(part),
        Sha256.of(part),
        options.format().computes()
            ? "Its vector is the class token after the final normalisation, [images, "
                + network.vit().width()
                + "]"
                + (network.unitLength() ? ", brought to unit length." : ", not of unit length.")
            : "");
  }

  private String training(Optional<RunHistory> run) {
    Map<String, String> metadata = weights.metadata();
    StringBuilder table = new StringBuilder("| | |\n| --- | --- |\n");
    if (isImported()) {
      row(table, "imported from", metadata.get(IMPORTED));
      row(table, "SHA-256 of that file", metadata.get("imported_sha256"));
      row(table, "program that brought it in", metadata.get("program"));
      return table.toString();
    }
    row(
        table,
        RECIPE,
        NAME.matcher(recipe()).results().map(found -> found.group(1)).findFirst().orElse(null));
    row(table, "steps", metadata.get("steps"));
    row(table, "pictures", metadata.get("pictures"));
    row(
        table,
        "number of pictures",
        run.map(found -> Integer.toString(found.origin().pictureCount())).orElse(null));
    row(table, "fingerprint of the pictures", metadata.get("pictures_fingerprint"));
    row(table, "program", metadata.get("program"));
    return table.toString();
  }

  private static void row(StringBuilder table, String name, @Nullable String value) {
    String text = Optional.ofNullable(value).orElse("not known");
    table.append("| %s | %s |\n".formatted(name, text.replace("|", "\\|").replace("\n", " ")));
  }

  private String measured(Optional<RunHistory> run) {
    List<Measurement> measurements = run.map(RunHistory::measurements).orElse(List.of());
    String steps = weights.metadata().getOrDefault("steps", "");
    List<Measurement> own =
        measurements.stream()
            .filter(measurement -> Long.toString(measurement.step()).equals(steps))
            .toList();
    if (own.isEmpty()) {
      return "Nothing was measured of these weights.\n";
    }
    Measurement last = own.get(own.size() - 1);
    StringBuilder table = new StringBuilder();
    table.append(
        last.gallery() > 0
            ? "Weighted nearest neighbours, %,d of the training pictures asked, %,d answered:\n\n"
                .formatted(last.queries(), last.gallery())
            : "Share of %,d pictures whose two crops have the same nearest neighbour:\n\n"
                .formatted(last.queries()));
    table.append("| labels | top-1 |\n| --- | --- |\n");
    last.top1()
        .forEach(
            (level, share) ->
                table.append(String.format(Locale.ROOT, "| %s | %.2f %% |\n", level, 100 * share)));
    return table.toString();
  }

  private String checked() {
    StringBuilder list =
        new StringBuilder(
            "The file was read back and run on random pixels beside the program:\n\n");
    differences.forEach(difference -> list.append("- ").append(difference.inWords()).append('\n'));
    if (options.format() == ExportFormat.TIMM) {
      list.append(
          """

          timm fits positions to pictures of other sizes by another rule: there its features differ from this program's.
          """);
    }
    return list.toString();
  }
}
