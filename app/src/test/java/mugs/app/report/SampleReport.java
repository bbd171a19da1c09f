package mugs.app.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import mugs.app.report.NeighbourGrid.Match;
import mugs.app.report.NeighbourGrid.Neighbour;
import mugs.app.report.NeighbourGrid.Picture;
import mugs.app.report.NeighbourGrid.Row;
import mugs.image.RgbImage;
import mugs.measure.GranularityFigures;

/** A made-up report with everything in it; {@link #main} writes it to a file to look at. */
final class SampleReport {

  private static final String[] SHAPES = {"circle", "square", "triangle"};
  private static final Color[] COLOURS = {
    new Color(0xE6, 0x4A, 0x3B), new Color(0xF5, 0xB8, 0x2E), new Color(0x3D, 0x8B, 0xD9)
  };

  private SampleReport() {}

  /** Writes the page to the file named by the first argument. */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), ReportPage.render(complete()));
  }

  static Report complete() {
    return new Report(
        "Mugs on the built-in emoji",
        "A small Vision Transformer looked at 1,903 unlabelled pictures for a little under five"
            + " minutes. This page shows what it learned, and what it did not.",
        List.of(
            new Report.Fact("pictures", "1,903 emoji without skin tone, 64 × 64 pixels"),
            new Report.Fact("network", "ViT, 128 wide, 4 blocks, 4 heads, 8-px patches on 32 px"),
            new Report.Fact("parameters", "0.82 million (backbone)"),
            new Report.Fact("time", "4 min 51 s of training, 5 min 48 s in all"),
            new Report.Fact("steps", "2,350 of batch 64; 150,400 images seen"),
            new Report.Fact("seed", "1"),
            new Report.Fact("program", "Mugs 0.1.0, libtorch 2.10.0, Java 17.0.15"),
            new Report.Fact("machine", "2 threads, MKL"),
            new Report.Fact("date", "2026-11-23 14:02 UTC")),
        List.of(crops(), whole()),
        losses(2350, 7),
        Optional.of(knn()),
        Optional.of(health()),
        Optional.of(neighbours()),
        List.of(
            new Report.NextStep(
                "Train longer: the figures still rise.", "./mugs demo --minutes 30"),
            new Report.NextStep(
                "Train on pictures of your own: a folder, its sub-folders are labels if there are any.",
                "./mugs pretrain my-pictures --recipe small-pictures --out runs/mine"),
            new Report.NextStep(
                "Turn pictures into vectors with this network.",
                "./mugs embed my-pictures --weights runs/demo-1/weights.safetensors --out mine.npy")));
  }

  static ScoreBlock crops() {
    return new ScoreBlock(
        ScoreBlock.Queries.CROPS,
        1903,
        98,
        9,
        new GranularityFigures(OptionalDouble.of(.191), .092, .252),
        new GranularityFigures(OptionalDouble.of(.083), .051, .214),
        new GranularityFigures(OptionalDouble.of(.247), .128, .372));
  }

  static ScoreBlock whole() {
    return new ScoreBlock(
        ScoreBlock.Queries.WHOLE,
        1903,
        98,
        9,
        new GranularityFigures(OptionalDouble.empty(), .321, .562),
        new GranularityFigures(OptionalDouble.empty(), .243, .481),
        new GranularityFigures(OptionalDouble.empty(), .283, .513));
  }

  static List<LossCurve> losses(int steps, long seed) {
    return List.of(
        loss(Granularity.INSTANCE, steps, seed, Math.log(1025), "ln(1,024 + 1)", 3.1),
        loss(Granularity.LOCAL_GROUP, steps, seed + 1, Math.log(1025), "ln(1,024 + 1)", 4.4),
        loss(Granularity.GROUP, steps, seed + 2, Math.log(512), "ln 512", 4.9));
  }

  private static LossCurve loss(
      Granularity which, int steps, long seed, double chance, String formula, double end) {
    Random random = new Random(seed);
    return new LossCurve(
        which,
        IntStream.rangeClosed(1, steps)
            .mapToObj(
                step ->
                    new Point(
                        step,
                        end
                            + (chance - end) * Math.exp(-3.5 * step / steps)
                            + 0.12 * random.nextGaussian()))
            .toList(),
        chance,
        formula);
  }

  private static Health health() {
    return new Health(
        List.of(
            new Health.Curve(
                "entropy of the teacher's choice",
                "nats",
                "At the dashed line it does not choose.",
                List.of(new Point(0, 6.2), new Point(1200, 5.1), new Point(2340, 4.7)),
                Optional.of(new Health.Bound("ln(512) = 6.24", Math.log(512)))),
            new Health.Curve(
                "largest gradient norm",
                "norm",
                "A sudden rise by far is a bad sign.",
                List.of(new Point(0, 0.0123), new Point(1200, 0.00456)),
                Optional.empty()),
            new Health.Curve("speed", "images/s", "Never told.", List.of(), Optional.empty())),
        List.of(
            new Health.Warning(40, "the features of all pictures are <alike>"),
            new Health.Warning(1200, "a gradient of norm 9 where 0.004 is usual. Go back.")));
  }

  private static KnnHistory knn() {
    return new KnnHistory(
        "step",
        20,
        0.07,
        1522,
        381,
        List.of(
            new KnnHistory.Level("group", 9, rise(.49, .58)),
            new KnnHistory.Level("subgroup", 98, rise(.22, .31))));
  }

  private static List<Point> rise(double from, double to) {
    Random random = new Random(3);
    return IntStream.rangeClosed(0, 12)
        .mapToObj(
            i ->
                new Point(
                    i * 196, to + (from - to) * Math.exp(-i / 4.0) + 0.006 * random.nextGaussian()))
        .toList();
  }

  static NeighbourGrid neighbours() {
    Random random = new Random(5);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      int shape = i % 3;
      int colour = i / 3;
      List<Neighbour> before = new ArrayList<>();
      List<Neighbour> after = new ArrayList<>();
      for (int n = 0; n < 5; n++) {
        before.add(found(shape, colour, random.nextInt(3), random.nextInt(3), random));
        after.add(
            found(
                shape,
                colour,
                n == 3 ? random.nextInt(3) : shape,
                n > 1 ? random.nextInt(3) : colour,
                random));
      }
      if (i == 0) {
        after.set(0, new Neighbour(after.get(0).picture(), Match.OWN_PICTURE));
      }
      rows.add(new Row(picture(shape, colour, random), before, after));
    }
    return new NeighbourGrid(
        "untrained network",
        "trained network",
        "Nine pictures, drawn with the run's seed and not chosen by hand; a crop of each is the query.",
        rows);
  }

  private static Neighbour found(int shape, int colour, int otherShape, int otherColour, Random r) {
    Match match =
        shape != otherShape ? Match.OTHER : colour == otherColour ? Match.LOCAL_GROUP : Match.GROUP;
    return new Neighbour(picture(otherShape, otherColour, r), match);
  }

  private static Picture picture(int shape, int colour, Random random) {
    int size = 64;
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    Graphics2D drawing = image.createGraphics();
    drawing.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    drawing.setColor(Color.WHITE);
    drawing.fillRect(0, 0, size, size);
    drawing.setColor(COLOURS[colour]);
    int edge = 6 + random.nextInt(10);
    int side = size - 2 * edge;
    switch (shape) {
      case 0 -> drawing.fillOval(edge, edge, side, side);
      case 1 -> drawing.fillRect(edge, edge, side, side);
      default ->
          drawing.fillPolygon(
              new int[] {edge, size / 2, size - edge},
              new int[] {size - edge, edge, size - edge},
              3);
    }
    drawing.dispose();
    byte[] pixels = new byte[size * size * 3];
    for (int i = 0; i < size * size; i++) {
      int rgb = image.getRGB(i % size, i / size);
      pixels[3 * i] = (byte) (rgb >> 16);
      pixels[3 * i + 1] = (byte) (rgb >> 8);
      pixels[3 * i + 2] = (byte) rgb;
    }
    return new Picture(
        SHAPES[shape] + " <" + edge + " & \"more\">", new RgbImage(size, size, pixels));
  }
}
