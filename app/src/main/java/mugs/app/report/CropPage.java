package mugs.app.report;

import static mugs.app.report.Markup.escape;

import java.util.List;
import java.util.stream.Collectors;
import mugs.app.report.CropSheet.Row;
import mugs.app.report.CropSheet.Shown;
import mugs.image.Framing;
import mugs.image.Framing.Box;
import mugs.image.RgbImage;

/** Writes a sheet of crops as one HTML page, see {@link Page}. */
public final class CropPage {

  private CropPage() {}

  /** Returns the page; write it as UTF-8. */
  public static String render(CropSheet sheet) {
    return Page.of(
        sheet.title(),
        "wide",
        """
        <header>
        <p class="eyebrow">Mugs for the JVM: what the network sees</p>
        <h1>%s</h1>
        <p class="lead">%s</p>
        <ul class="key">
        <li><span class="s2">weak</span>: crop, flip, colours, grey, blur, solarise</li>
        <li><span class="s1">strong</span>: crop, flip, RandAugment, a box erased by noise now and then</li>
        </ul>
        </header>
        """
            .formatted(escape(sheet.title()), escape(sheet.lead())),
        sheet.rows().stream().map(CropPage::row).collect(Collectors.joining()));
  }

  private static String row(Row row) {
    int side = row.teacher().get(0).pixels().width();
    int scale = CropSheet.globalScale(side);
    return """
        <section class="crops">
        <h2>%s</h2>
        <div class="groups">
        <div class="group"><h3>picture</h3><div class="strip">%s</div></div>
        %s%s%s</div>
        </section>
        """
        .formatted(
            escape(row.name()),
            whole(row.picture(), side * scale),
            group("teacher", row.teacher(), scale),
            group("student", row.student(), scale),
            row.locals().isEmpty()
                ? ""
                : group(
                    "student, local",
                    row.locals(),
                    CropSheet.localScale(row.locals().get(0).pixels().width(), side)));
  }

  private static String group(String name, List<Shown> crops, int scale) {
    return "<div class=\"group\"><h3>%s</h3><div class=\"strip\">%s</div></div>\n"
        .formatted(
            name, crops.stream().map(crop -> crop(crop, scale)).collect(Collectors.joining()));
  }

  private static String crop(Shown crop, int scale) {
    return "<figure class=\"%s\">%s<figcaption>%s <span>%s</span></figcaption></figure>"
        .formatted(
            crop.weak() ? "s2" : "s1",
            picture(crop.pixels(), scale, crop.name() + ", " + crop.strength()),
            escape(crop.name()),
            crop.strength());
  }

  private static String whole(RgbImage picture, int room) {
    int longer = Math.max(picture.width(), picture.height());
    RgbImage shown = picture;
    if (longer > room) {
      int width = Math.max(1, picture.width() * room / longer);
      int height = Math.max(1, picture.height() * room / longer);
      shown = Framing.resizedCrop(picture, Box.of(picture), width, height);
    }
    return "<figure>%s<figcaption>%d x %d</figcaption></figure>"
        .formatted(
            picture(shown, Math.max(1, room / longer), "the whole picture"),
            picture.width(),
            picture.height());
  }

  private static String picture(RgbImage pixels, int scale, String words) {
    return "<img src=\"%s\" alt=\"%s\" width=\"%d\" height=\"%d\"/>"
        .formatted(
            PictureUri.of(pixels), escape(words), pixels.width() * scale, pixels.height() * scale);
  }
}
