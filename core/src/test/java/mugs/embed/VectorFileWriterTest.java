package mugs.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import mugs.embed.VectorFileWriter.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VectorFileWriterTest {
  private static final Layout TWO = new Layout(2, false);
  private static final Map<String, String> SETTINGS = Map.of("token", "class");

  @TempDir Path folder;

  private VectorFiles files(String name, VectorFormat format) {
    return new VectorFiles(folder.resolve(name + format.ending()));
  }

  private static VectorFileWriter open(VectorFiles files, VectorFormat format) throws IOException {
    return VectorFileWriter.open(files, format, TWO, SETTINGS);
  }

  private static void add(VectorFileWriter writer, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      if (i % 4 == 3) {
        writer.skip(i + ".jpg", "broken\nJPEG");
      } else {
        writer.add(i + ".jpg", new float[] {i, -i});
      }
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void files_getTheirNamesWhenAllIsThere() throws IOException {
    VectorFiles files = files("f", VectorFormat.NPY);
    try (VectorFileWriter writer = open(files, VectorFormat.NPY)) {
      add(writer, 0, 6);
      writer.save(6);
      assertThat(names())
          .containsExactly(
              "f.npy.part", "f.npy.paths.txt.part", "f.npy.skipped.tsv.part", "f.npy.state");
      writer.finish(6, Map.of("weights", "w"));
    }

    assertThat(names())
        .containsExactly("f.npy", "f.npy.json", "f.npy.paths.txt", "f.npy.skipped.tsv");
    assertThat(NpyFile.read(files.vectors()).values())
        .containsExactly(0, 0, 1, -1, 2, -2, 4, -4, 5, -5);
    assertThat(files.paths()).hasContent("0.jpg\n1.jpg\n2.jpg\n4.jpg\n5.jpg\n");
    assertThat(files.skipped()).hasContent("3.jpg\tbroken JPEG\n");
    assertThat(files.about()).content().contains("\"token\" : \"class\"", "\"vectors\" : 5");
  }

  @ParameterizedTest
  @EnumSource(VectorFormat.class)
  void workThatWasKilled_goesOnFromTheLastSave_toTheSameBytes(VectorFormat format)
      throws IOException {
    VectorFiles whole = files("whole", format);
    try (VectorFileWriter writer = open(whole, format)) {
      add(writer, 0, 40);
      writer.finish(40, Map.of());
    }
    VectorFiles killed = files("killed", format);
    try (VectorFileWriter writer = open(killed, format)) {
      add(writer, 0, 15);
      writer.save(15);
      add(writer, 15, 22); // is lost
    }
    for (Path file : List.of(killed.vectors(), killed.rows(), killed.paths(), killed.skipped())) {
      Path part = file.resolveSibling(file.getFileName() + ".part");
      if (Files.exists(part)) {
        Files.writeString(part, "torn", StandardOpenOption.APPEND);
      }
    }
    try (VectorFileWriter writer = open(killed, format)) {
      assertThat(writer.doneBefore()).isEqualTo(15);
      add(writer, 15, 40);
      assertThat(writer.rows()).isEqualTo(30);
      assertThat(writer.skipped()).isEqualTo(10);
      writer.finish(40, Map.of());
    }

    assertThat(killed.vectors()).hasSameBinaryContentAs(whole.vectors());
    assertThat(killed.skipped()).hasSameBinaryContentAs(whole.skipped());
    if (format == VectorFormat.NPY) {
      assertThat(killed.paths()).hasSameBinaryContentAs(whole.paths());
    } else {
      assertThat(killed.paths()).doesNotExist();
    }
  }

  /** Files in a folder of their own, so that all of it can be compared. */
  private Map<String, String> contents(Path parent) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> all = Files.list(parent)) {
      for (Path file : all.toList()) {
        contents.put(
            file.getFileName().toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }

  @ParameterizedTest
  @EnumSource(VectorFormat.class)
  void workThatWasKilledAfterAnyOfTheLastSteps_isFinished(VectorFormat format) throws IOException {
    for (int pictures : List.of(3, 6)) { // without and with one that is skipped
      Path whole = Files.createDirectories(folder.resolve("whole" + pictures));
      VectorFiles wholeFiles = new VectorFiles(whole.resolve("f" + format.ending()));
      int steps;
      try (VectorFileWriter writer = open(wholeFiles, format)) {
        add(writer, 0, pictures);
        steps = writer.lastSteps(pictures, Map.of()).size();
        writer.finish(pictures, Map.of());
      }
      for (int taken = 0; taken < steps; taken++) {
        Path killed = Files.createDirectories(folder.resolve("killed" + pictures + "," + taken));
        VectorFiles files = new VectorFiles(killed.resolve("f" + format.ending()));
        try (VectorFileWriter writer = open(files, format)) {
          add(writer, 0, pictures);
          for (VectorFileWriter.Step step :
              writer.lastSteps(pictures, Map.of()).subList(0, taken)) {
            step.take();
          }
        }
        try (VectorFileWriter writer = open(files, format)) {
          assertThat(writer.doneBefore()).isEqualTo(taken < 2 ? 0 : pictures);
          add(writer, writer.doneBefore(), pictures);
          writer.finish(pictures, Map.of());
        }

        assertThat(contents(killed)).as("killed after %d", taken).isEqualTo(contents(whole));
      }
    }
  }

  /**
   * Windows keeps all others off a locked file; here, one that has lost its name can be read
   * through the handle that wrote it alone.
   */
  @Test
  void rows_areReadThroughTheHandleThatWroteThem() throws IOException {
    VectorFiles files = files("f", VectorFormat.PARQUET);
    try (VectorFileWriter writer = open(files, VectorFormat.PARQUET)) {
      add(writer, 0, 3);
      Files.delete(folder.resolve("f.parquet.rows.part"));
      writer.finish(3, Map.of());
    }

    assertThat(files.vectors())
        .content()
        .isEqualTo("0.jpg 1.jpg 2.jpg \n0.0 1.0 2.0 \n0.0 -1.0 -2.0 \n");
    assertThat(names()).containsExactly("f.parquet", "f.parquet.json");
  }

  @Test
  void rowsThatAKilledProcessLeft_goWhenAllIsWhole() throws IOException {
    VectorFiles files = files("f", VectorFormat.PARQUET);
    try (VectorFileWriter writer = open(files, VectorFormat.PARQUET)) {
      add(writer, 0, 3);
      writer.finish(3, Map.of());
    }
    assertThat(files.vectors()).content().startsWith("0.jpg 1.jpg 2.jpg ");
    Files.writeString(folder.resolve("f.parquet.rows.part"), "rows");

    assertThat(VectorFileWriter.checkSame(files, SETTINGS)).isEqualTo(new WholeVectors(3, 2, 0));

    assertThat(names()).containsExactly("f.parquet", "f.parquet.json");
  }

  @Test
  void filesOfAnotherFormat_stayAsTheyAre_begunOrWhole() throws IOException {
    try (VectorFileWriter npy = open(files("f", VectorFormat.NPY), VectorFormat.NPY)) {
      add(npy, 0, 6);
      npy.finish(6, Map.of());
    }
    try (VectorFileWriter jsonl = open(files("f", VectorFormat.JSONL), VectorFormat.JSONL)) {
      add(jsonl, 0, 6);
      jsonl.save(6);
    }
    Map<String, String> before = contents(folder);

    try (VectorFileWriter csv = open(files("f", VectorFormat.CSV), VectorFormat.CSV)) {
      add(csv, 0, 5);
      csv.finish(5, Map.of());
    }

    assertThat(contents(folder)).containsAllEntriesOf(before);
  }

  @Test
  void filesThatAreWhole_areNotBegunAnew() throws IOException {
    VectorFiles files = files("f", VectorFormat.NPY);
    for (Path there : List.of(files.vectors(), files.about(), files.paths(), files.skipped())) {
      Files.writeString(there, "mine");
      Map<String, String> before = contents(folder);

      assertThatThrownBy(() -> open(files, VectorFormat.NPY))
          .isInstanceOf(IOException.class)
          .hasMessage(there + " is there already: give another name, or delete it");

      assertThat(contents(folder)).isEqualTo(before);
      Files.delete(there);
    }
  }

  @Test
  void writerThatCannotOpenAll_letsGoOfWhatItOpened() throws IOException {
    VectorFiles files = files("f", VectorFormat.NPY);
    Path blocked = Files.createDirectory(folder.resolve("f.npy.paths.txt.part"));
    assertThatThrownBy(() -> open(files, VectorFormat.NPY))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot write " + blocked);
    Files.delete(blocked);

    try (VectorFileWriter writer = open(files, VectorFormat.NPY)) { // no lock is in the way
      assertThat(writer.doneBefore()).isZero();
    }
  }

  @Test
  void otherSettings_areRefused_namingTheFirstThatDiffers() throws IOException {
    VectorFiles files = files("f", VectorFormat.CSV);
    Map<String, String> settings = new LinkedHashMap<>(Map.of("token", "class"));
    VectorFileWriter.open(files, VectorFormat.CSV, TWO, settings).close();
    settings.put("token", "mean-patch");

    assertThatThrownBy(() -> VectorFileWriter.open(files, VectorFormat.CSV, TWO, settings))
        .isInstanceOf(IOException.class)
        .hasMessage(
            files.vectors()
                + " was begun with token class, not mean-patch: give the same again, or another file");
  }

  @Test
  void numbersAndTruthValues_areTheSame_asTheirTextOfOlderVersions() throws IOException {
    VectorFiles files = files("f", VectorFormat.CSV);
    Map<String, Object> before = Map.of("unitLength", "true", "size", "16");
    Map<String, Object> settings = Map.of("unitLength", true, "size", 16);
    VectorFileWriter.open(files, VectorFormat.CSV, TWO, before).close();

    try (VectorFileWriter writer = VectorFileWriter.open(files, VectorFormat.CSV, TWO, settings)) {
      add(writer, 0, 1);
      writer.finish(1, Map.of());
    }

    assertThat(VectorFileWriter.checkSame(files, settings).vectors()).isEqualTo(1);
    assertThatThrownBy(() -> VectorFileWriter.checkSame(files, Map.of("size", 24)))
        .hasMessageContaining("f.csv was begun with size 16, not 24");
  }

  /** Versions that knew no other did not tell it. */
  @Test
  void deviceThatIsNotTold_wasTheProcessor() throws IOException {
    VectorFiles files = files("f", VectorFormat.CSV);
    open(files, VectorFormat.CSV).close();
    Map<String, Object> settings = new LinkedHashMap<>(SETTINGS);
    settings.put("device", "cpu");
    VectorFileWriter.open(files, VectorFormat.CSV, TWO, settings).close();
    settings.put("device", "cuda");

    assertThatThrownBy(() -> VectorFileWriter.open(files, VectorFormat.CSV, TWO, settings))
        .hasMessageContaining("f.csv was begun with device cpu, not cuda");
  }

  @Test
  void twoWriters_doNotMeet() throws IOException {
    VectorFiles files = files("f", VectorFormat.CSV);
    try (VectorFileWriter writer = open(files, VectorFormat.CSV)) {
      assertThatThrownBy(() -> open(files, VectorFormat.CSV))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("f.csv.part is being written by another process");
    }
  }

  @Test
  void stateThatIsNone_isRefused() throws IOException {
    VectorFiles files = files("f", VectorFormat.CSV);
    Files.writeString(files.state(), "{}");

    assertThatThrownBy(() -> open(files, VectorFormat.CSV))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            files.vectors() + " cannot be gone on with: delete " + files.state() + ", which is");
  }

  @Test
  void valueThatDoesNotFitInto16Bits_isRefused() throws IOException {
    VectorFiles files = files("f", VectorFormat.NPY);
    try (VectorFileWriter writer =
        VectorFileWriter.open(files, VectorFormat.NPY, new Layout(1, true), SETTINGS)) {
      assertThatThrownBy(() -> writer.add("a.jpg", new float[] {70_000}))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("a.jpg has a value of 70000.0, 16-bit floats go up to 65504");
    }
  }
}
