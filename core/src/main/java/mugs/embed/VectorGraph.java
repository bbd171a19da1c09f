package mugs.embed;

import io.github.jbellis.jvector.disk.SimpleReader;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.OnHeapGraphIndex;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.diversity.VamanaDiversityProvider;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import mugs.engine.Engine;
import mugs.engine.WholeFile;
import mugs.measure.Neighbours;

/**
 * A graph in which each row of a collection knows some near ones (JVector's, built as in DiskANN):
 * a search walks towards its query and sees a small part of all rows. It may miss a neighbour.
 */
final class VectorGraph implements RowSearch {
  /** Neighbours a row knows; more find more and take memory. */
  private static final int DEGREE = 32;

  /**
   * Rows kept in sight while a row is given its neighbours; more find better ones, and take time.
   */
  private static final int BUILD_BEAM = 100;

  /** Rows kept in sight during a search, at least; more find more and take time. */
  private static final int SEARCH_BEAM = 200;

  private static final float OVERFLOW = 1.2f;
  private static final float ALPHA = 1.2f;
  private static final VectorSimilarityFunction DOT = VectorSimilarityFunction.DOT_PRODUCT;
  private static final VectorTypeSupport VECTORS =
      VectorizationProvider.getInstance().getVectorTypeSupport();

  /** Of a row, those that are asked for when pairs are wanted. */
  private static final int NEAR_FOR_PAIRS = 50;

  /** Rows that a thread searches for with one searcher. */
  private static final int ROWS_A_SEARCHER = 256;

  private static final int LONGEST_LINE = 64;

  private final UnitVectors rows;
  private final ListRandomAccessVectorValues vectors;
  private final OnHeapGraphIndex graph;
  private final double recall;

  private VectorGraph(UnitVectors rows, OnHeapGraphIndex graph, double recall) {
    this.rows = rows;
    this.vectors = vectors(rows);
    this.graph = graph;
    this.recall = recall;
  }

  /** Builds the graph of a collection, on all processors, and measures what it finds. */
  static VectorGraph build(UnitVectors rows) {
    ListRandomAccessVectorValues vectors = vectors(rows);
    ForkJoinPool processors = new ForkJoinPool(Engine.processors());
    try (GraphIndexBuilder builder =
        GraphIndexBuilder.builder(
                BuildScoreProvider.randomAccessScoreProvider(vectors, DOT), rows.width(), DEGREE)
            .withBeamWidth(BUILD_BEAM)
            .withNeighborOverflow(OVERFLOW)
            .withAlpha(ALPHA)
            .withSimdExecutor(processors)
            .withParallelExecutor(processors)
            .build()) {
      OnHeapGraphIndex graph = (OnHeapGraphIndex) builder.build(vectors);
      VectorGraph unmeasured = new VectorGraph(rows, graph, 0);
      return new VectorGraph(
          rows, graph, GraphRecall.of((row, k) -> unmeasured.nearest(rows.row(row), k, row), rows));
    } catch (IOException e) {
      throw new IllegalStateException(e); // nothing is read or written
    } finally {
      processors.shutdown();
    }
  }

  /** The rows themselves, not copies. */
  private static ListRandomAccessVectorValues vectors(UnitVectors rows) {
    List<VectorFloat<?>> vectors = new ArrayList<>();
    for (int row = 0; row < rows.rows(); row++) {
      vectors.add(VECTORS.createFloatVector(rows.row(row)));
    }
    return new ListRandomAccessVectorValues(vectors, rows.width());
  }

  /** Returns the share of the nearest that it finds, see {@link GraphRecall}. */
  double recall() {
    return recall;
  }

  /**
   * Returns whether a graph is there and was written with a stamp.
   *
   * @throws IOException if it cannot be read
   */
  static boolean belongs(Path file, String stamp) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    byte[] expected = bytes(stamp);
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(expected.length), expected);
    }
  }

  private static byte[] bytes(String stamp) {
    return stamp.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a graph that was written for a collection.
   *
   * @param file that {@link #write} made
   * @param stamp that it begins with
   * @param rows the same
   * @throws IOException if it cannot be read, or belongs to another number of rows
   */
  @SuppressWarnings("deprecation") // the newer format holds all vectors once more
  static VectorGraph read(Path file, String stamp, UnitVectors rows) throws IOException {
    String line = secondLine(file, bytes(stamp).length);
    try (SimpleReader reader = new SimpleReader(file)) {
      reader.seek(bytes(stamp).length + bytes(line).length);
      OnHeapGraphIndex graph =
          OnHeapGraphIndex.load(
              reader,
              rows.width(),
              OVERFLOW,
              new VamanaDiversityProvider(
                  BuildScoreProvider.randomAccessScoreProvider(vectors(rows), DOT), ALPHA));
      if (graph.size(0) != rows.rows()) {
        throw new IOException(
            "%s belongs to %d rows, not %d".formatted(file, graph.size(0), rows.rows()));
      }
      return new VectorGraph(rows, graph, Double.parseDouble(line.replaceAll("[^0-9.]", "")));
    } catch (RuntimeException e) {
      throw new IOException(file + " is no graph that can be used: " + e.getMessage(), e);
    }
  }

  private static String secondLine(Path file, int from) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(from);
      String start = new String(in.readNBytes(LONGEST_LINE), StandardCharsets.ISO_8859_1);
      return start.substring(0, start.indexOf('\n') + 1);
    }
  }

  /**
   * Writes the graph and its recall, without the rows.
   *
   * @param stamp that tells which rows it belongs to
   * @throws IOException if it cannot be written
   */
  @SuppressWarnings("deprecation") // the newer format holds all vectors once more
  void write(Path file, String stamp) throws IOException {
    WholeFile.write(
        file,
        part -> {
          try (DataOutputStream out =
              new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
            out.write(bytes(stamp));
            out.write(bytes(String.format(Locale.ROOT, "recall %.5f\n", recall)));
            graph.save(out);
          }
          WholeFile.sync(part);
        });
  }

  @Override
  public Neighbours nearest(float[] query, int k, int excluded) {
    try (GraphSearcher searcher = new GraphSearcher(graph)) {
      return nearest(searcher, query, k, excluded);
    } catch (IOException e) {
      throw new IllegalStateException(e); // nothing is read or written
    }
  }

  /** Fewer than were asked for may be found. */
  private Neighbours nearest(GraphSearcher searcher, float[] query, int k, int excluded) {
    Bits allowed = excluded == NONE ? Bits.ALL : row -> row != excluded;
    SearchResult.NodeScore[] found =
        searcher
            .search(
                DefaultSearchScoreProvider.exact(VECTORS.createFloatVector(query), DOT, vectors),
                k,
                Math.max(SEARCH_BEAM, 2 * k),
                0,
                0,
                allowed)
            .getNodes();
    float[] similarities = new float[found.length];
    for (int i = 0; i < found.length; i++) {
      similarities[i] = 2 * found[i].score - 1; // DOT's score is 0 to 1
    }
    return new Neighbours(
        1, found.length, Arrays.stream(found).mapToInt(each -> each.node).toArray(), similarities);
  }

  @Override
  public void nearestOthersOfAll(int k, Look look) {
    forBlocks(from -> nearestOthers(from, k, look));
  }

  private void forBlocks(IntConsumer work) {
    int blocks = (rows.rows() + ROWS_A_SEARCHER - 1) / ROWS_A_SEARCHER;
    IntStream.range(0, blocks).parallel().forEach(block -> work.accept(block * ROWS_A_SEARCHER));
  }

  private void nearestOthers(int from, int k, Look look) {
    try (GraphSearcher searcher = new GraphSearcher(graph)) {
      for (int row = from; row < Math.min(rows.rows(), from + ROWS_A_SEARCHER); row++) {
        look.at(row, nearest(searcher, rows.row(row), k, row));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e); // nothing is read or written
    }
  }

  @Override
  public List<VectorIndex.Pair> alike(float least, int most) {
    Map<List<Integer>, VectorIndex.Pair> pairs = new ConcurrentHashMap<>(); // both rows may tell
    int near = Math.min(NEAR_FOR_PAIRS, rows.rows() - 1);
    forBlocks(
        from -> {
          if (pairs.size() <= most) {
            nearestOthers(from, near, (row, others) -> add(row, others, least, pairs));
          }
        });
    return List.copyOf(pairs.values());
  }

  private static void add(
      int row, Neighbours others, float least, Map<List<Integer>, VectorIndex.Pair> pairs) {
    for (int rank = 0; rank < others.count() && others.similarity(0, rank) >= least; rank++) {
      int lower = Math.min(row, others.index(0, rank));
      int higher = Math.max(row, others.index(0, rank));
      pairs.put(
          List.of(lower, higher), new VectorIndex.Pair(lower, higher, others.similarity(0, rank)));
    }
  }
}
