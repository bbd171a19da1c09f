package mugs.embed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import mugs.engine.Sha256;
import mugs.measure.FeatureMatrix;
import mugs.measure.NearestNeighbours;
import mugs.measure.Neighbours;

/**
 * Finds alike vectors by their cosine. Up to {@value #EXACT} rows every row is looked at; above, a
 * graph is walked, which may miss some.
 */
public final class VectorIndex {

  /** Up to so many rows searches are exact, unless told otherwise. */
  public static final int EXACT = 100_000;

  /**
   * Bytes of heap that a row takes beside its values and the letters of its name: its array, its
   * name, and its place in a graph.
   */
  private static final long BYTES_BESIDE = 660;

  /** A block of rows, as {@link NearestNeighbours} takes them. */
  private static final double BLOCK_BYTES = 1 << 26;

  private static final double SPARE = 1.2;
  private static final double GIGABYTE = 1e9;

  private final UnitVectors rows;
  private final RowSearch search;

  /**
   * Two rows that are alike.
   *
   * @param row the lower one
   * @param other the higher one
   * @param similarity their cosine
   */
  public record Pair(int row, int other, float similarity) {}

  /**
   * A row far from all others.
   *
   * @param row its number
   * @param similarity mean cosine to its nearest others
   */
  public record Lonely(int row, float similarity) {}

  /** Hears of the graph of a large file. */
  public interface GraphListener {

    /**
     * Hears that none is there and one is built, which takes minutes for 100,000s of rows.
     *
     * @param rows of the file
     */
    void building(int rows);

    /**
     * Hears that it is built.
     *
     * @param recall see {@link VectorIndex#recall}
     */
    void built(double recall);

    /**
     * Hears that it cannot be kept beside the file: searches work, and it is built again next time.
     *
     * @param reason names the file
     */
    void notKept(IOException reason);
  }

  private VectorIndex(UnitVectors rows, RowSearch search) {
    this.rows = rows;
    this.search = search;
  }

  /**
   * Returns an index that looks at every row.
   *
   * @param vectors of any length
   */
  public static VectorIndex exact(FeatureMatrix vectors) {
    UnitVectors rows = UnitVectors.of(vectors);
    return new VectorIndex(rows, new ExactSearch(rows));
  }

  /**
   * Builds an index that walks a graph, on all processors.
   *
   * @param vectors of any length
   */
  public static VectorIndex byGraph(FeatureMatrix vectors) {
    UnitVectors rows = UnitVectors.of(vectors);
    return new VectorIndex(rows, VectorGraph.build(rows));
  }

  /**
   * Opens the vectors of a collection. Where they are many, their graph is read from {@code
   * FILE.graph} if it was built for the same content, or built and written there.
   *
   * @param file an array file of vectors
   * @param exactUpTo rows that are searched without a graph, such as {@link #EXACT}
   * @param listener hears when a graph is built
   * @throws IOException if the file cannot be read, or needs more heap than there is
   */
  public static VectorIndex open(Path file, int exactUpTo, GraphListener listener)
      throws IOException {
    checkRoom(file, NpyFile.shape(file), Runtime.getRuntime().maxMemory());
    UnitVectors rows = UnitVectors.of(NpyFile.rows(file));
    return new VectorIndex(
        rows, rows.rows() <= exactUpTo ? new ExactSearch(rows) : graph(file, rows, listener));
  }

  /**
   * Returns how many vectors a file holds, without reading them.
   *
   * @throws IOException if it is no array file of vectors
   */
  public static int rowsOf(Path file) throws IOException {
    return NpyFile.shape(file).rows();
  }

  /**
   * Checks that Java's heap holds the rows, what is beside them, a block of them while they are
   * searched, and their names, with something to spare: short of it, collecting garbage takes all
   * the time before memory runs out.
   */
  static void checkRoom(Path file, NpyFile.Shape shape, long heap) throws IOException {
    double values = (double) shape.rows() * shape.width() * Float.BYTES;
    Path names = new VectorFiles(file).paths();
    double beside = (double) shape.rows() * BYTES_BESIDE;
    double need =
        SPARE
            * (values
                + beside
                + Math.min(values, BLOCK_BYTES)
                + (Files.exists(names) ? Files.size(names) : 0));
    if (need > heap) {
      throw new IOException(
          "%s: %,d rows of %,d values need some %,.1f GB of Java's heap, it may take %,.1f: start with MUGS_JAVA_OPTS=-Xmx%.0fg, or search in parts"
              .formatted(
                  file,
                  shape.rows(),
                  shape.width(),
                  need / GIGABYTE,
                  heap / GIGABYTE,
                  Math.ceil(need / GIGABYTE)));
    }
  }

  private static VectorGraph graph(Path file, UnitVectors rows, GraphListener listener)
      throws IOException {
    Path kept = file.resolveSibling(file.getFileName() + ".graph");
    String stamp =
        "graph 2 of %d bytes, %d rows, SHA-256 %s\n"
            .formatted(Files.size(file), rows.rows(), Sha256.of(file));
    Optional<VectorGraph> found = kept(kept, stamp, rows);
    if (found.isPresent()) {
      return found.get();
    }
    listener.building(rows.rows());
    VectorGraph built = VectorGraph.build(rows);
    listener.built(built.recall());
    try {
      built.write(kept, stamp);
    } catch (IOException e) {
      listener.notKept(e);
    }
    return built;
  }

  /** A graph that cannot be read is as good as none. */
  private static Optional<VectorGraph> kept(Path file, String stamp, UnitVectors rows) {
    try {
      return VectorGraph.belongs(file, stamp)
          ? Optional.of(VectorGraph.read(file, stamp, rows))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns the number of rows. */
  public int rows() {
    return rows.rows();
  }

  /** Returns the length of a vector. */
  public int width() {
    return rows.width();
  }

  /**
   * Returns what share of the ten nearest others of a row is found, from 0 to 1: 1 where every row
   * is looked at, else as it was measured on 200 rows when the graph was built.
   */
  public double recall() {
    return search instanceof VectorGraph graph ? graph.recall() : 1;
  }

  /** Returns whether every row is looked at. */
  public boolean isExact() {
    return search instanceof ExactSearch;
  }

  /**
   * Returns the rows nearest to a query, nearest first.
   *
   * @param query of the same width, of any length
   * @param k how many, at least 1; all, where there are fewer
   * @throws IllegalArgumentException if the widths differ
   */
  public Neighbours nearest(float[] query, int k) {
    if (query.length != rows.width()) {
      throw new IllegalArgumentException(
          "the query has %d values, the vectors of the index %d: embed both by the same network and token"
              .formatted(query.length, rows.width()));
    }
    return search.nearest(UnitVectors.unit(query), Math.min(k, rows.rows()), RowSearch.NONE);
  }

  /**
   * Returns the other rows nearest to a row, nearest first.
   *
   * @param row of the index, which has at least two
   * @param k how many, at least 1; all others, where there are fewer
   */
  public Neighbours nearestOthers(int row, int k) {
    return search.nearest(rows.row(row), Math.min(k, rows.rows() - 1), row);
  }

  /**
   * Returns the pairs of rows that are at least so similar, the most similar first. A graph is
   * asked for the 50 nearest of each row and may miss some.
   *
   * @param least cosine, from -1 to 1
   * @param most pairs that are wanted
   * @throws IllegalArgumentException if there are more
   */
  public List<Pair> duplicates(float least, int most) {
    if (rows.rows() < 2) {
      return List.of();
    }
    List<Pair> pairs = search.alike(least, most);
    if (pairs.size() > most) {
      throw new IllegalArgumentException(
          "more than %,d pairs are at least %s similar: ask for a higher similarity"
              .formatted(most, least));
    }
    List<Pair> sorted = new ArrayList<>(pairs);
    sorted.sort(
        Comparator.comparingDouble((Pair pair) -> -pair.similarity)
            .thenComparingInt(Pair::row)
            .thenComparingInt(Pair::other));
    return sorted;
  }

  /**
   * Returns the rows that are least similar to others, the loneliest first.
   *
   * @param count how many, at least 1; all, where there are fewer
   * @param neighbours nearest others over which the similarity is a mean: with more of them, small
   *     groups count as lonely too
   * @throws IllegalArgumentException if there are fewer than two rows
   */
  public List<Lonely> outliers(int count, int neighbours) {
    if (rows.rows() < 2) {
      throw new IllegalArgumentException("loneliness takes at least two rows, there is one");
    }
    float[] similarity = new float[rows.rows()];
    search.nearestOthersOfAll(
        Math.min(neighbours, rows.rows() - 1),
        (row, near) -> {
          double sum = 0;
          for (int rank = 0; rank < near.count(); rank++) {
            sum += near.similarity(0, rank);
          }
          similarity[row] = (float) (sum / near.count());
        });
    return IntStream.range(0, similarity.length)
        .mapToObj(row -> new Lonely(row, similarity[row]))
        .sorted(Comparator.comparingDouble(Lonely::similarity).thenComparingInt(Lonely::row))
        .limit(count)
        .toList();
  }
}
