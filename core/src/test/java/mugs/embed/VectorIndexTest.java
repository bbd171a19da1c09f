package mugs.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import mugs.measure.FeatureMatrix;
import mugs.measure.NearestNeighbours;
import mugs.measure.Neighbours;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorIndexTest {
  /** Cosines to the first: 1, 0.8, 0, -0.6; the last stands apart. */
  private static final FeatureMatrix BY_HAND =
      FeatureMatrix.of(
          new float[] {2, 0, 0},
          new float[] {8, 6, 0},
          new float[] {0, 1, 0},
          new float[] {-3, 4, 0},
          new float[] {0, 0, -7});

  @TempDir Path folder;

  /** Points around centres, as features are. */
  private static FeatureMatrix clustered(int rows, int width, int clusters) {
    Random random = new Random(11);
    float[] centres = new float[clusters * width];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = (float) random.nextGaussian();
    }
    float[] values = new float[rows * width];
    for (int i = 0; i < values.length; i++) {
      int centre = i / width % clusters * width;
      values[i] = centres[centre + i % width] + 0.7f * (float) random.nextGaussian();
    }
    return new FeatureMatrix(rows, width, values);
  }

  @Test
  void nearest_goesByCosine_whateverTheLength() {
    Neighbours found = VectorIndex.exact(BY_HAND).nearest(new float[] {0.5f, 0, 0}, 3);

    assertThat(found.indices()).containsExactly(0, 1, 2);
    assertThat(found.similarities()).containsExactly(new float[] {1, 0.8f, 0}, within(1e-6f));
  }

  @Test
  void nearestOthers_leaveTheRowItselfOut_andAreAtMostAll() {
    Neighbours found = VectorIndex.exact(BY_HAND).nearestOthers(2, 9);

    assertThat(found.indices()).containsExactly(3, 1, 0, 4);
    assertThat(found.similarities()).containsExactly(new float[] {0.8f, 0.6f, 0, 0}, within(1e-6f));
  }

  @Test
  void duplicates_areEachPairOnce_theMostAlikeFirst() {
    FeatureMatrix vectors =
        FeatureMatrix.of(
            new float[] {1, 0}, new float[] {0, 1}, new float[] {3, 0}, new float[] {4, 3});

    List<VectorIndex.Pair> pairs = VectorIndex.exact(vectors).duplicates(0.7f, 10);

    assertThat(pairs).extracting(VectorIndex.Pair::row).containsExactly(0, 0, 2);
    assertThat(pairs).extracting(VectorIndex.Pair::other).containsExactly(2, 3, 3);
    assertThat(pairs.get(0).similarity()).isCloseTo(1, within(1e-6f));
    assertThat(pairs.get(1).similarity()).isCloseTo(0.8f, within(1e-6f));
    assertThatThrownBy(() -> VectorIndex.exact(vectors).duplicates(0.7f, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("more than 2 pairs are at least 0.7 similar: ask for a higher similarity");
  }

  @Test
  void outliers_areFarFromTheirNearestOthers() {
    List<VectorIndex.Lonely> lonely = VectorIndex.exact(BY_HAND).outliers(2, 2);

    // the last: 0 and 0; the first: 0.8 and 0
    assertThat(lonely).extracting(VectorIndex.Lonely::row).containsExactly(4, 0);
    assertThat(lonely.get(0).similarity()).isCloseTo(0, within(1e-6f));
    assertThat(lonely.get(1).similarity()).isCloseTo(0.4f, within(1e-6f));
  }

  /** Rows in more than one block; compared with the search that looks at every row. */
  @Test
  void allPairs_findWhatTheExactSearchFinds() {
    FeatureMatrix vectors = clustered(700, 12, 40);
    UnitRows rows = UnitRows.of(vectors);
    FeatureMatrix unit = vectors.unitRows();
    int[] seen = {0};
    new ExactSearch(rows, 64)
        .nearestOthersOfAll(
            70, // more than a block has
            (row, near) -> {
              Neighbours expected =
                  NearestNeighbours.findOthers(unit, unit.select(row), 70, new int[] {row});
              assertThat(near.count()).isEqualTo(70);
              for (int rank = 0; rank < 70; rank++) {
                assertThat(near.similarity(0, rank))
                    .isCloseTo(expected.similarity(0, rank), within(1e-5f));
              }
              assertThat(near.index(0, 0)).isEqualTo(expected.index(0, 0));
              seen[0]++;
            });
    assertThat(seen[0]).isEqualTo(700);
  }

  @Test
  void exactSearch_inBlocks_findsWhatOneBlockFinds() {
    FeatureMatrix vectors = clustered(700, 12, 40);
    FeatureMatrix unit = vectors.unitRows();
    ExactSearch search = new ExactSearch(UnitRows.of(vectors), 64);
    for (int row = 0; row < 700; row += 37) {
      Neighbours found = search.nearest(unit.row(row), 9, row);
      Neighbours expected =
          NearestNeighbours.findOthers(unit, unit.select(row), 9, new int[] {row});
      assertThat(found.indices()).isEqualTo(expected.indices());
      assertThat(found.similarities()).isEqualTo(expected.similarities());
      assertThat(search.nearest(unit.row(row), 9, RowSearch.NONE).index(0, 0)).isEqualTo(row);
    }
  }

  @Test
  void pairs_inBlocks_areEachFoundOnce_andTheSearchEndsSoonAfterEnough() {
    FeatureMatrix vectors = clustered(700, 12, 40);
    FeatureMatrix unit = vectors.unitRows();
    long expected = 0;
    for (int row = 0; row < 700; row++) {
      for (int other = row + 1; other < 700; other++) {
        double dot = 0;
        for (int i = 0; i < 12; i++) {
          dot += (double) unit.row(row)[i] * unit.row(other)[i];
        }
        expected += dot >= 0.75 ? 1 : 0;
      }
    }
    ExactSearch search = new ExactSearch(UnitRows.of(vectors), 64);

    List<VectorIndex.Pair> all = search.alike(0.75f, Integer.MAX_VALUE);
    assertThat(all).hasSize((int) expected).hasSizeGreaterThan(1000).doesNotHaveDuplicates();
    assertThat(search.alike(0.75f, 5)).hasSizeBetween(6, 64 * 64);
  }

  @Test
  void graph_findsNearlyAllOfWhatIsNear() {
    FeatureMatrix vectors = clustered(5000, 32, 100);
    VectorIndex exact = VectorIndex.exact(vectors);
    VectorIndex graph = VectorIndex.byGraph(vectors);
    assertThat(graph.isExact()).isFalse();

    int found = 0;
    int queries = 0;
    for (int row = 0; row < 5000; row += 25) {
      Set<Integer> near = new HashSet<>();
      Neighbours expected = exact.nearestOthers(row, 10);
      for (int rank = 0; rank < 10; rank++) {
        near.add(expected.index(0, rank));
      }
      Neighbours given = graph.nearestOthers(row, 10);
      assertThat(given.similarity(0, 0)).isCloseTo(expected.similarity(0, 0), within(0.2f));
      for (int rank = 0; rank < 10; rank++) {
        assertThat(given.index(0, rank)).isNotEqualTo(row);
        found += near.contains(given.index(0, rank)) ? 1 : 0;
      }
      queries++;
    }

    assertThat((double) found / (10 * queries)).as("recall of 10").isGreaterThan(0.95);
  }

  @Test
  void graph_findsDuplicatesAndOutliers_asTheExactSearchDoes() {
    FeatureMatrix vectors = clustered(1200, 16, 30);
    float[] values = vectors.values();
    for (int i = 0; i < values.length; i++) {
      values[i] += 3; // all of them to one side
    }
    System.arraycopy(values, 16 * 7, values, 16 * 900, 16); // a copy
    Arrays.fill(values, 16 * 500, 16 * 501, 0);
    values[16 * 500] = -1; // to the other

    VectorIndex exact = VectorIndex.exact(vectors);
    VectorIndex graph = VectorIndex.byGraph(vectors);

    VectorIndex.Pair copy = graph.duplicates(0.9999f, 10).get(0);
    assertThat(copy.row()).isEqualTo(7);
    assertThat(copy.other()).isEqualTo(900);
    assertThat(copy.similarity()).isCloseTo(1, within(1e-6f));
    assertThat(graph.outliers(1, 3).get(0).row())
        .isEqualTo(exact.outliers(1, 3).get(0).row())
        .isEqualTo(500);
  }

  private static void write(VectorFiles files, FeatureMatrix vectors) throws IOException {
    try (VectorFileWriter writer =
        VectorFileWriter.open(
            files,
            VectorFormat.NPY,
            new VectorFileWriter.Layout(vectors.width(), false),
            Map.of())) {
      for (int row = 0; row < vectors.rows(); row++) {
        writer.add(row + ".jpg", vectors.row(row));
      }
      writer.finish(vectors.rows(), Map.of());
    }
  }

  /** Counts graphs that are built, and those that cannot be kept. */
  private static final class Builds implements VectorIndex.GraphListener {
    private int count;
    private double recall;
    private String notKept = "";

    @Override
    public void building(int rows) {
      count++;
    }

    @Override
    public void built(double recall) {
      this.recall = recall;
    }

    @Override
    public void notKept(IOException reason) {
      notKept = String.valueOf(reason.getMessage());
    }
  }

  @Test
  void graphThatCannotBeKept_isSearchedAllTheSame() throws IOException {
    VectorFiles files = new VectorFiles(folder.resolve("f.npy"));
    write(files, clustered(300, 8, 10));
    Path inTheWay = Files.createDirectories(folder.resolve("f.npy.graph.part/folder"));
    Builds builds = new Builds();

    VectorIndex index = VectorIndex.open(files.vectors(), 299, builds);

    assertThat(builds.notKept).startsWith("cannot write " + folder.resolve("f.npy.graph"));
    assertThat(index.recall()).isEqualTo(builds.recall).isBetween(0.9, 1.0);
    assertThat(index.nearestOthers(7, 3).count()).isEqualTo(3);
    assertThat(inTheWay).exists();
  }

  @Test
  void graphFileThatIsBroken_isBuiltAgain() throws IOException {
    VectorFiles files = new VectorFiles(folder.resolve("f.npy"));
    write(files, clustered(300, 8, 10));
    Builds builds = new Builds();
    VectorIndex.open(files.vectors(), 299, builds);
    Path graph = folder.resolve("f.npy.graph");
    byte[] whole = Files.readAllBytes(graph);
    Files.write(graph, Arrays.copyOf(whole, whole.length / 2));

    VectorIndex.open(files.vectors(), 299, builds);

    assertThat(builds.count).isEqualTo(2);
    VectorIndex.open(files.vectors(), 299, builds);
    assertThat(builds.count).as("it was kept").isEqualTo(2);
  }

  /** 70,000 rows of 32,768 values are more than fit into one array, and into the heap of tests. */
  @Test
  void moreRowsThanTheHeapHolds_areRefused_withWhatToDo() throws IOException {
    Path file = folder.resolve("huge.npy");
    byte[] head = VectorFormat.NPY.head(70_000, 32_768, false);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.write(head);
      sparse.setLength(head.length + 70_000L * 32_768 * 4);
    }

    assertThatThrownBy(() -> VectorIndex.open(file, VectorIndex.EXACT, new Builds()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            file + ": 70,000 rows of 32,768 values need some 9.2 GB of Java's heap, it may take ")
        .hasMessageEndingWith(": start with MUGS_JAVA_OPTS=-Xmx12g, or search in parts");
  }

  @Test
  void graphOfAFile_isKeptBesideIt_untilTheFileChanges() throws IOException {
    FeatureMatrix vectors = clustered(300, 8, 10);
    VectorFiles files = new VectorFiles(folder.resolve("f.npy"));
    write(files, vectors);
    Builds builds = new Builds();
    assertThat(VectorIndex.open(files.vectors(), 300, builds).isExact()).isTrue();
    VectorIndex first = VectorIndex.open(files.vectors(), 299, builds);
    VectorIndex second = VectorIndex.open(files.vectors(), 299, builds);

    assertThat(builds.count).isEqualTo(1);
    assertThat(second.isExact()).isFalse();
    assertThat(first.recall()).isBetween(0.9, 1.0);
    assertThat(second.recall()).isEqualTo(first.recall(), within(1e-5));
    for (int row = 0; row < 300; row += 10) {
      assertThat(second.nearestOthers(row, 5).indices())
          .isEqualTo(first.nearestOthers(row, 5).indices());
    }
    Files.setLastModifiedTime(files.vectors(), FileTime.from(Instant.now().plusSeconds(60)));
    VectorIndex.open(files.vectors(), 299, builds);
    assertThat(builds.count).as("the content is the same").isEqualTo(1);

    byte[] other = Files.readAllBytes(files.vectors());
    other[other.length - 1] ^= (byte) 0x80; // the sign of the last value
    Files.write(files.vectors(), other); // of the same size and rows
    Files.setLastModifiedTime(files.vectors(), FileTime.from(Instant.EPOCH));
    VectorIndex.open(files.vectors(), 299, builds);
    assertThat(builds.count).as("older by its time, but other content").isEqualTo(2);
  }

  @Test
  void queryOfAnotherWidth_isRefused() {
    assertThatThrownBy(() -> VectorIndex.exact(BY_HAND).nearest(new float[2], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the query has 2 values, the vectors of the index 3");
  }
}
