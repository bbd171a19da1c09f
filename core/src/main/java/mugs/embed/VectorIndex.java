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

  /** Of a row, those that a graph is asked for when pairs are wanted. */
  private static final int NEAR_IN_GRAPH = 50;

  private static final int[] NOTHING = {};

  private final FeatureMatrix unit;
  private final Optional<VectorGraph> graph;

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

  private VectorIndex(FeatureMatrix unit, Optional<VectorGraph> graph) {
    this.unit = unit;
    this.graph = graph;
  }

  /**
   * Returns an index that looks at every row.
   *
   * @param vectors of any length
   */
  public static VectorIndex exact(FeatureMatrix vectors) {
    return new VectorIndex(vectors.unitRows(), Optional.empty());
  }

  /**
   * Builds an index that walks a graph, on all processors.
   *
   * @param vectors of any length
   */
  public static VectorIndex byGraph(FeatureMatrix vectors) {
    FeatureMatrix unit = vectors.unitRows();
    return new VectorIndex(unit, Optional.of(VectorGraph.build(unit)));
  }

  /**
   * Opens the vectors of a collection. Where they are many, their graph is read from {@code
   * FILE.graph} if it was built for the same content, or built and written there, which takes
   * minutes for a million.
   *
   * @param file an array file of vectors
   * @param exactUpTo rows that are searched without a graph, such as {@link #EXACT}
   * @param building is called before a graph is built
   * @throws IOException if a file cannot be read or written
   */
  public static VectorIndex open(Path file, int exactUpTo, Runnable building) throws IOException {
    FeatureMatrix unit = NpyFile.read(file).unitRows();
    if (unit.rows() <= exactUpTo) {
      return new VectorIndex(unit, Optional.empty());
    }
    Path graph = file.resolveSibling(file.getFileName() + ".graph");
    String stamp =
        "graph of %d bytes, %d rows, SHA-256 %s\n"
            .formatted(Files.size(file), unit.rows(), Sha256.of(file));
    if (VectorGraph.belongs(graph, stamp)) {
      return new VectorIndex(unit, Optional.of(VectorGraph.read(graph, stamp, unit)));
    }
    building.run();
    VectorGraph built = VectorGraph.build(unit);
    built.write(graph, stamp);
    return new VectorIndex(unit, Optional.of(built));
  }

  /** Returns the number of rows. */
  public int rows() {
    return unit.rows();
  }

  /** Returns the length of a vector. */
  public int width() {
    return unit.width();
  }

  /** Returns whether every row is looked at. */
  public boolean isExact() {
    return graph.isEmpty();
  }

  /**
   * Returns the rows nearest to a query, nearest first.
   *
   * @param query of the same width, of any length
   * @param k how many, at least 1; all, where there are fewer
   * @throws IllegalArgumentException if the widths differ
   */
  public Neighbours nearest(float[] query, int k) {
    if (query.length != unit.width()) {
      throw new IllegalArgumentException(
          "the query has %d values, the vectors of the index %d: embed both by the same network and token"
              .formatted(query.length, unit.width()));
    }
    FeatureMatrix one = FeatureMatrix.of(query).unitRows();
    int count = Math.min(k, unit.rows());
    return graph.isPresent()
        ? graph.get().nearest(one, count, NOTHING)
        : NearestNeighbours.find(unit, one, count);
  }

  /**
   * Returns the other rows nearest to a row, nearest first.
   *
   * @param row of the index, which has at least two
   * @param k how many, at least 1; all others, where there are fewer
   */
  public Neighbours nearestOthers(int row, int k) {
    FeatureMatrix one = unit.select(row);
    int count = Math.min(k, unit.rows() - 1);
    int[] excluded = {row};
    return graph.isPresent()
        ? graph.get().nearest(one, count, excluded)
        : NearestNeighbours.findOthers(unit, one, count, excluded);
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
    if (unit.rows() < 2) {
      return List.of();
    }
    List<Pair> pairs =
        graph.isPresent() ? alikeInGraph(least) : new AllPairs(unit).alike(least, most);
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

  private List<Pair> alikeInGraph(float least) {
    Neighbours near = others(NEAR_IN_GRAPH);
    List<Pair> pairs = new ArrayList<>();
    for (int row = 0; row < unit.rows(); row++) {
      for (int rank = 0; rank < near.count() && near.similarity(row, rank) >= least; rank++) {
        int other = near.index(row, rank);
        if (row < other || !knows(near, other, row)) {
          pairs.add(
              new Pair(Math.min(row, other), Math.max(row, other), near.similarity(row, rank)));
        }
      }
    }
    return pairs;
  }

  private static boolean knows(Neighbours near, int asked, int wanted) {
    return IntStream.range(0, near.count()).anyMatch(rank -> near.index(asked, rank) == wanted);
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
    if (unit.rows() < 2) {
      throw new IllegalArgumentException("loneliness takes at least two rows, there is one");
    }
    Neighbours near = others(neighbours);
    List<Lonely> all = new ArrayList<>();
    for (int row = 0; row < unit.rows(); row++) {
      double sum = 0;
      for (int rank = 0; rank < near.count(); rank++) {
        sum += near.similarity(row, rank);
      }
      all.add(new Lonely(row, (float) (sum / near.count())));
    }
    all.sort(Comparator.comparingDouble(Lonely::similarity).thenComparingInt(Lonely::row));
    return List.copyOf(all.subList(0, Math.min(count, all.size())));
  }

  private Neighbours others(int k) {
    int count = Math.min(k, unit.rows() - 1);
    return graph.isPresent()
        ? graph.get().nearest(unit, count, IntStream.range(0, unit.rows()).toArray())
        : new AllPairs(unit).nearest(count);
  }
}
