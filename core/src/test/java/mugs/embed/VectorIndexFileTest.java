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
import java.util.Map;
import mugs.measure.FeatureMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorIndexFileTest {
  @TempDir Path folder;

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
    write(files, VectorIndexTest.clustered(300, 8, 10));
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
    write(files, VectorIndexTest.clustered(300, 8, 10));
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
            file + ": 70,000 rows of 32,768 values need some 11.1 GB of Java's heap, it may take ")
        .hasMessageEndingWith(": start with MUGS_JAVA_OPTS=-Xmx12g, or search in parts");
  }

  /** 4 MB of values and again as a block, 0.66 MB beside them, a fifth to spare: 10.392 MB. */
  @Test
  void heapThatHoldsTheRowsAlone_isTooSmall() throws IOException {
    Path file = folder.resolve("f.npy");
    NpyFile.Shape shape = new NpyFile.Shape(1000, 1000);

    VectorIndex.checkRoom(file, shape, 10_393_000);
    assertThatThrownBy(() -> VectorIndex.checkRoom(file, shape, 10_391_000))
        .isInstanceOf(IOException.class);

    Files.writeString(folder.resolve("f.npy.paths.txt"), "x".repeat(10_000)); // takes 12,000
    VectorIndex.checkRoom(file, shape, 10_405_000);
    assertThatThrownBy(() -> VectorIndex.checkRoom(file, shape, 10_403_000))
        .isInstanceOf(IOException.class);
  }

  @Test
  void graphOfAFile_isKeptBesideIt_untilTheFileChanges() throws IOException {
    FeatureMatrix vectors = VectorIndexTest.clustered(300, 8, 10);
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
}
