package mugs.app.report;

import java.util.List;
import mugs.app.report.CropSheet.Row;
import mugs.app.report.CropSheet.Shown;
import mugs.image.Drawing;
import mugs.image.Framing;
import mugs.image.Framing.Box;
import mugs.image.RgbImage;

/** Draws a sheet of crops as one picture: a row a picture, its crops beside it. */
public final class CropPicture {
  private static final int PAGE = 0xffffff;
  private static final int INK = 0x1b1f24;
  private static final int SOFT = 0x59626d;
  private static final int RULE = 0xdfe3e8;
  private static final int WEAK = 0x0067a3;
  private static final int STRONG = 0xb84a00;

  private static final int MARGIN = 28;
  private static final int GAP = 10;

  /** Between picture, teacher's crops, student's crops and local ones. */
  private static final int GROUP_GAP = 26;

  private static final int BORDER = 3;
  private static final int CAPTION = 26;
  private static final int LETTER = 9;
  private static final int TITLE_LETTER = 15;
  private static final int NAME_LETTER = 11;
  private static final int HEAD = 84;
  private static final int NAME = 60;
  private static final int MOST_COLUMNS = 8;

  private final int globalScale;
  private final int globalSide;
  private final int localScale;
  private final int localSide;
  private final int columns;
  private final int lines;
  private final int width;
  private final Drawing drawing;

  private CropPicture(CropSheet sheet) {
    Row first = sheet.rows().get(0);
    int side = first.teacher().get(0).pixels().width();
    globalScale = CropSheet.globalScale(side);
    globalSide = side * globalScale;
    int locals = first.locals().size();
    int small = locals == 0 ? side : first.locals().get(0).pixels().width();
    localScale = CropSheet.localScale(small, side);
    localSide = small * localScale;
    columns = Math.min(MOST_COLUMNS, (locals + 1) / 2);
    lines = locals == 0 ? 0 : (locals + columns - 1) / columns;
    int widthOfLocals = locals == 0 ? 0 : GROUP_GAP + columns * (localSide + GAP) - GAP;
    int wide = 5 * globalSide + 2 * GAP + 2 * GROUP_GAP + widthOfLocals;
    int titles =
        Math.max(
            Drawing.widthOf(sheet.title(), TITLE_LETTER), Drawing.widthOf(sheet.lead(), LETTER));
    width = 2 * MARGIN + Math.max(wide, titles);
    drawing = new Drawing(width, HEAD + sheet.rows().size() * rowHeight(), PAGE);
  }

  /**
   * Returns the drawing.
   *
   * @param sheet with at least one picture; all rows have crops of the same sizes and numbers
   */
  public static RgbImage draw(CropSheet sheet) {
    CropPicture drawing = new CropPicture(sheet);
    drawing.drawing.write(sheet.title(), MARGIN, 42, TITLE_LETTER, INK);
    drawing.drawing.write(sheet.lead(), MARGIN, 66, LETTER, SOFT);
    for (int i = 0; i < sheet.rows().size(); i++) {
      drawing.draw(sheet.rows().get(i), HEAD + i * drawing.rowHeight());
    }
    return drawing.drawing.picture();
  }

  /**
   * Returns the drawing as a PNG file.
   *
   * @param sheet with at least one picture
   */
  public static byte[] png(CropSheet sheet) {
    return PictureUri.png(draw(sheet));
  }

  private int rowHeight() {
    int locals = lines * (localSide + CAPTION);
    return NAME + Math.max(globalSide + CAPTION, locals) + GAP;
  }

  private void draw(Row row, int top) {
    drawing.fill(MARGIN, top, width - 2 * MARGIN, 1, RULE);
    drawing.write(shortened(row.name()), MARGIN, top + 26, NAME_LETTER, INK);
    int from = top + NAME;
    drawWhole(row.picture(), MARGIN, from);
    int left = MARGIN + globalSide + GROUP_GAP;
    left = drawGroup("teacher", row.teacher(), left, from);
    left = drawGroup("student", row.student(), left, from);
    if (!row.locals().isEmpty()) {
      head("student, local", left, from);
    }
    for (int i = 0; i < row.locals().size(); i++) {
      int x = left + i % columns * (localSide + GAP);
      int y = from + i / columns * (localSide + CAPTION);
      draw(row.locals().get(i), x, y, localScale);
    }
  }

  private void head(String name, int left, int top) {
    drawing.write(name, left, top - 7, LETTER, SOFT);
  }

  private int drawGroup(String name, List<Shown> crops, int left, int top) {
    head(name, left, top);
    int x = left;
    for (Shown crop : crops) {
      draw(crop, x, top, globalScale);
      x += globalSide + GAP;
    }
    return x - GAP + GROUP_GAP;
  }

  /** A picture with a thin frame, so that white ones have an edge. */
  private void framed(RgbImage picture, int left, int top, int scale) {
    drawing.fill(
        left - 1, top - 1, picture.width() * scale + 2, picture.height() * scale + 2, RULE);
    drawing.place(picture, left, top, scale);
  }

  private void draw(Shown crop, int left, int top, int scale) {
    int side = crop.pixels().width() * scale;
    int colour = crop.weak() ? WEAK : STRONG;
    framed(crop.pixels(), left, top, scale);
    drawing.fill(left, top + side, side, BORDER, colour);
    int baseline = top + side + BORDER + LETTER + 5;
    drawing.write(crop.name(), left, baseline, LETTER, INK);
    int shift = Drawing.widthOf(crop.name() + " ", LETTER);
    drawing.write(crop.strength(), left + shift, baseline, LETTER, colour);
  }

  /** The whole picture, as large as a global crop allows. */
  private void drawWhole(RgbImage picture, int left, int top) {
    int longer = Math.max(picture.width(), picture.height());
    RgbImage shown = picture;
    if (longer > globalSide) {
      int width = Math.max(1, picture.width() * globalSide / longer);
      int height = Math.max(1, picture.height() * globalSide / longer);
      shown = Framing.resizedCrop(picture, Box.of(picture), width, height);
    }
    int scale = Math.max(1, globalSide / longer);
    head("picture", left, top);
    framed(shown, left, top, scale);
    drawing.write(
        "%d x %d".formatted(picture.width(), picture.height()),
        left,
        top + shown.height() * scale + BORDER + LETTER + 5,
        LETTER,
        SOFT);
  }

  /** The end of a path tells more than its beginning. */
  private String shortened(String name) {
    int room = 5 * globalSide;
    String shown = name;
    int cut = 0;
    while (Drawing.widthOf(shown, NAME_LETTER) > room) {
      cut = name.offsetByCodePoints(cut, 1);
      shown = "..." + name.substring(cut);
    }
    return shown;
  }
}
