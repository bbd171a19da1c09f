package mugs.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import mugs.embed.Embedder;
import mugs.embed.VectorFiles;
import mugs.embed.VectorFormat;
import mugs.embed.VectorIndex;
import mugs.embed.WeightsFile;
import mugs.engine.MisnamedFileException;
import mugs.engine.Sha256;
import mugs.measure.Neighbours;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mugs search}. */
@Command(
    name = "search",
    description = {
      "Find alike pictures among vectors that mugs embed wrote: the nearest of one picture, pairs"
          + " that are nearly the same, or the loneliest pictures. Similarity is the cosine.",
      "",
      "Up to 100,000 vectors every one is looked at. Above, a graph is walked, which may miss some;"
          + " it is built at first use and kept in F.npy.graph.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mugs search cat.jpg --index photos.npy --weights runs/photos/best",
      "  mugs search holiday/1.jpg --index photos.npy",
      "  mugs search --index photos.npy --duplicates --similarity 0.98",
      "  mugs search --index photos.npy --outliers --count 20"
    })
final class SearchCommand extends Subcommand {
  /** Tells of processors and incubating modules, which is nothing to a user. */
  private static final Logger GRAPH_LOG = Logger.getLogger("io.github.jbellis.jvector");

  private static final double NANOS_A_SECOND = 1e9;
  private static final double PERCENT = 100;
  private static final int MOST_PAIRS = 1_000_000;
  private static final int LARGEST_COUNT = 100_000;

  @Parameters(
      paramLabel = "QUERY",
      arity = "0..1",
      description =
          "With --weights a picture file; without, a path as in F.npy.paths.txt, or the number of a row"
              + " from 0.")
  private Optional<String> query = Optional.empty();

  @Option(
      names = "--index",
      paramLabel = "F.npy",
      required = true,
      description = "The vectors; F.npy.paths.txt beside it has the names of the rows.")
  private Path index = Path.of("");

  @Option(
      names = "--weights",
      paramLabel = "WEIGHTS",
      description = "The network that embeds the query, the one that the index was made by.")
  private Optional<Path> weights = Optional.empty();

  @Mixin private NetworkDevice networkDevice = new NetworkDevice();

  /** What is looked for in place of a query's neighbours. */
  static final class Within {
    @Option(names = "--duplicates", description = "Print pairs that are nearly the same.")
    private boolean duplicates;

    @Option(names = "--outliers", description = "Print the loneliest pictures.")
    private boolean outliers;
  }

  @ArgGroup(exclusive = true)
  private Within within = new Within();

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many neighbours or outliers to print (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--similarity",
      paramLabel = "S",
      defaultValue = "0.95",
      description = "Least cosine of --duplicates (default: ${DEFAULT-VALUE}).")
  private float similarity;

  @Option(
      names = "--neighbours",
      paramLabel = "K",
      defaultValue = "5",
      description =
          "With --outliers: nearest others whose mean similarity counts (default:"
              + " ${DEFAULT-VALUE}).")
  private int neighbours;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    check();
    checkQuery();
    GRAPH_LOG.setLevel(Level.SEVERE);
    VectorFiles files = new VectorFiles(index);
    IndexNames names = IndexNames.read(files, VectorIndex.rowsOf(index));
    Optional<Asked> asked =
        query.isPresent() ? Optional.of(asked(query.get(), names, files)) : Optional.empty();
    VectorIndex vectors = VectorIndex.open(index, VectorIndex.EXACT, new Told());
    SearchAnswer answer = answer(vectors, asked, names);
    if (json) {
      answer.printJson(vectors.recall(), out());
      return ExitCode.GOOD;
    }
    answer.print(out());
    if (within.duplicates) {
      tell(
          "%s of a similarity of at least %s"
              .formatted(Counted.of(answer.rows().size(), "pair"), similarity));
    }
    return ExitCode.GOOD;
  }

  private SearchAnswer answer(VectorIndex vectors, Optional<Asked> asked, IndexNames names) {
    if (within.duplicates) {
      return SearchAnswer.pairs(vectors.duplicates(similarity, MOST_PAIRS), names);
    } else if (within.outliers) {
      return SearchAnswer.outliers(vectors.outliers(count, neighbours), names);
    }
    Asked one = asked.orElseThrow();
    return SearchAnswer.nearest(one.name, one.search.apply(vectors), names);
  }

  /** Whose neighbours are wanted, and how they are found. */
  private record Asked(String name, Function<VectorIndex, Neighbours> search) {}

  /** Known before the vectors are read and a graph is built, which may take long. */
  private Asked asked(String asked, IndexNames names, VectorFiles files) throws IOException {
    if (weights.isPresent()) {
      float[] vector = embedded(Path.of(asked), files);
      return new Asked(asked, vectors -> vectors.nearest(vector, count));
    }
    int row = names.row(asked);
    if (VectorIndex.rowsOf(index) < 2) {
      throw CommandException.work(index + " holds one vector: there is no other to find");
    }
    return new Asked(names.name(row), vectors -> vectors.nearestOthers(row, count));
  }

  /** Tells a user what takes so long. */
  private final class Told implements VectorIndex.GraphListener {
    private final long start = System.nanoTime();

    @Override
    public void building(int rows) {
      tell(String.format(Locale.ROOT, "Building a graph of %,d vectors, which is kept", rows));
    }

    @Override
    public void built(double recall) {
      double seconds = (System.nanoTime() - start) / NANOS_A_SECOND;
      tell(
          String.format(
              Locale.ROOT,
              "Built in %s; it finds %.1f %% of the ten nearest",
              ProgressLine.duration(seconds),
              PERCENT * recall));
    }

    @Override
    public void notKept(IOException reason) {
      tell(reason.getMessage() + "; the search goes on, the next one builds the graph again");
    }
  }

  private void check() {
    boolean whole = within.duplicates || within.outliers;
    String wrong = "";
    if (isOfAnotherFormat(index)) {
      wrong =
          "--index is %s: searches are in .npy alone, which mugs embed writes with --out F.npy"
              .formatted(index);
    } else if (whole && (query.isPresent() || weights.isPresent())) {
      wrong = "--duplicates and --outliers look at the whole index: give them without a query";
    } else if (!whole && query.isEmpty()) {
      wrong = "name a QUERY, or give --duplicates or --outliers";
    } else if (isGiven("--similarity") && !within.duplicates) {
      wrong = "--similarity is the least cosine of --duplicates: give it with --duplicates";
    } else if (isGiven("--neighbours") && !within.outliers) {
      wrong = "--neighbours is for --outliers: give it with --outliers";
    } else if (isGiven("--device") && weights.isEmpty()) {
      wrong = "--device is what embeds the query: give it with --weights";
    } else if (count < 1 || count > LARGEST_COUNT) {
      wrong = "--count is %d: it takes a whole number from 1 to %d".formatted(count, LARGEST_COUNT);
    } else if (neighbours < 1 || neighbours > 1000) {
      wrong = "--neighbours is %d: it takes a whole number from 1 to 1000".formatted(neighbours);
    } else if (!(similarity >= -1 && similarity <= 1)) {
      wrong = "--similarity is %s: it takes a cosine from -1 to 1".formatted(similarity);
    }
    if (!wrong.isEmpty()) {
      throw CommandException.usage(wrong + " (see mugs search --help)");
    }
  }

  /** A graph that is built first would take minutes. */
  private void checkQuery() throws MisnamedFileException {
    if (weights.isPresent()) {
      WeightsFile.find(weights.get());
      networkDevice.chosen().check();
      Path picture = Path.of(query.orElseThrow());
      if (!Files.isRegularFile(picture)) {
        throw new MisnamedFileException(
            picture
                + (Files.isDirectory(picture) ? " is a folder" : ": no such file")
                + ": give a picture file as QUERY, or a row of the index without --weights");
      }
    }
  }

  private static boolean isOfAnotherFormat(Path index) {
    String name = index.toString().toLowerCase(Locale.ROOT);
    return Arrays.stream(VectorFormat.values())
        .anyMatch(format -> format != VectorFormat.NPY && name.endsWith(format.ending()));
  }

  private void tell(String line) {
    if (!quiet()) {
      err().println(line);
      err().flush();
    }
  }

  /** The query goes the way that the pictures of the index went. */
  private float[] embedded(Path picture, VectorFiles files) throws IOException {
    Path file = WeightsFile.find(weights.orElseThrow());
    HowMade made = HowMade.read(files, networkDevice.chosen());
    if (!made.weightsSha256().equals(Sha256.of(file))) {
      throw CommandException.work(
          "%s was made by other weights than %s: give those it was made by".formatted(index, file));
    }
    try (Embedder embedder = Embedder.load(file, made.options())) {
      return embedder.embed(picture);
    }
  }
}
