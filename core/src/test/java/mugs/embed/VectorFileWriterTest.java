package mugs.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
          .containsExactly("f.npy.part", "f.npy.state", "f.paths.txt.part", "f.skipped.tsv.part");
      writer.finish(6, Map.of("weights", "w"));
    }

    assertThat(names()).containsExactly("f.json", "f.npy", "f.paths.txt", "f.skipped.tsv");
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
    for (Path file : List.of(killed.vectors(), killed.paths(), killed.skipped())) {
      Files.writeString(
          file.resolveSibling(file.getFileName() + ".part"), "torn", StandardOpenOption.APPEND);
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

  @Test
  void workThatWasKilledBetweenTheLastRenames_isFinished() throws IOException {
    VectorFiles files = files("f", VectorFormat.NPY);
    try (VectorFileWriter writer = open(files, VectorFormat.NPY)) {
      add(writer, 0, 5);
      writer.save(5);
    }
    Files.move(folder.resolve("f.paths.txt.part"), files.paths());
    Files.move(folder.resolve("f.npy.part"), files.vectors());

    try (VectorFileWriter writer = open(files, VectorFormat.NPY)) {
      assertThat(writer.doneBefore()).isEqualTo(5);
      writer.finish(5, Map.of());
    }

    assertThat(names()).containsExactly("f.json", "f.npy", "f.paths.txt", "f.skipped.tsv");
    assertThat(NpyFile.read(files.vectors()).rows()).isEqualTo(4);
    assertThat(files.paths()).hasContent("0.jpg\n1.jpg\n2.jpg\n4.jpg\n");
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
            files.state()
                + " was begun with token class, not mean-patch: give the same again, or another file");
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
        .hasMessageStartingWith(files.state() + " cannot be used to go on: delete it");
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
