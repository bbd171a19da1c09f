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
import java.util.stream.IntStream;
import mugs.engine.WholeFile;
import mugs.measure.FeatureMatrix;
import mugs.measure.Neighbours;

/**
 * A graph in which each row of a collection knows some near ones (JVector's, built as in DiskANN):
 * a search walks towards its query and sees a small part of all rows. It may miss a neighbour.
 */
final class VectorGraph {
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

  private final ListRandomAccessVectorValues rows;
  private final OnHeapGraphIndex graph;

  private VectorGraph(ListRandomAccessVectorValues rows, OnHeapGraphIndex graph) {
    this.rows = rows;
    this.graph = graph;
  }

  /**
   * Builds the graph of a collection, on all processors.
   *
   * @param unit rows of unit length
   */
  static VectorGraph build(FeatureMatrix unit) {
    ListRandomAccessVectorValues rows = rows(unit);
    try (GraphIndexBuilder builder =
        GraphIndexBuilder.builder(
                BuildScoreProvider.randomAccessScoreProvider(rows, DOT), unit.width(), DEGREE)
            .withBeamWidth(BUILD_BEAM)
            .withNeighborOverflow(OVERFLOW)
            .withAlpha(ALPHA)
            .build()) {
      return new VectorGraph(rows, (OnHeapGraphIndex) builder.build(rows));
    } catch (IOException e) {
      throw new IllegalStateException(e); // nothing is read or written
    }
  }

  private static ListRandomAccessVectorValues rows(FeatureMatrix unit) {
    List<VectorFloat<?>> rows = new ArrayList<>();
    for (int row = 0; row < unit.rows(); row++) {
      rows.add(VECTORS.createFloatVector(unit.row(row)));
    }
    return new ListRandomAccessVectorValues(rows, unit.width());
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
   * @param unit the same rows
   * @throws IOException if it cannot be read, or belongs to another number of rows
   */
  @SuppressWarnings("deprecation") // the newer format holds all vectors once more
  static VectorGraph read(Path file, String stamp, FeatureMatrix unit) throws IOException {
    ListRandomAccessVectorValues rows = rows(unit);
    try (SimpleReader reader = new SimpleReader(file)) {
      reader.seek(bytes(stamp).length);
      OnHeapGraphIndex graph =
          OnHeapGraphIndex.load(
              reader,
              unit.width(),
              OVERFLOW,
              new VamanaDiversityProvider(
                  BuildScoreProvider.randomAccessScoreProvider(rows, DOT), ALPHA));
      if (graph.size(0) != unit.rows()) {
        throw new IOException(
            "%s belongs to %d rows, not %d".formatted(file, graph.size(0), unit.rows()));
      }
      return new VectorGraph(rows, graph);
    } catch (RuntimeException e) {
      throw new IOException(file + " is no graph that can be used: " + e.getMessage(), e);
    }
  }

  /**
   * Writes the graph, without the rows.
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
            graph.save(out);
          }
          WholeFile.sync(part);
        });
  }

  /**
   * Searches for the rows nearest to queries.
   *
   * @param queries of unit length
   * @param k neighbours of each, at most the number of rows less those left out
   * @param excluded the row that each query may not find; none where this is empty
   */
  Neighbours nearest(FeatureMatrix queries, int k, int[] excluded) {
    int[] indices = new int[Math.multiplyExact(queries.rows(), k)];
    float[] similarities = new float[indices.length];
    IntStream.range(0, queries.rows())
        .parallel()
        .forEach(
            query -> {
              int own = excluded.length == 0 ? -1 : excluded[query];
              SearchResult.NodeScore[] found = search(queries.row(query), k, own);
              if (found.length < k) {
                throw new IllegalStateException(
                    "the graph gave %d rows of %d asked for".formatted(found.length, k));
              }
              for (int i = 0; i < k; i++) {
                indices[query * k + i] = found[i].node;
                similarities[query * k + i] = 2 * found[i].score - 1; // DOT's score is 0 to 1
              }
            });
    return new Neighbours(queries.rows(), k, indices, similarities);
  }

  private SearchResult.NodeScore[] search(float[] query, int k, int excluded) {
    Bits allowed = excluded < 0 ? Bits.ALL : row -> row != excluded;
    try (GraphSearcher searcher = new GraphSearcher(graph)) {
      return searcher
          .search(
              DefaultSearchScoreProvider.exact(VECTORS.createFloatVector(query), DOT, rows),
              k,
              Math.max(SEARCH_BEAM, 2 * k),
              0,
              0,
              allowed)
          .getNodes();
    } catch (IOException e) {
      throw new IllegalStateException(e); // nothing is read or written
    }
  }
}
