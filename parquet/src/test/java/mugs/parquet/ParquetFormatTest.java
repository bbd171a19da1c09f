package mugs.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mugs.embed.VectorFileWriter;
import mugs.embed.VectorFileWriter.Layout;
import mugs.embed.VectorFiles;
import mugs.embed.VectorFormat;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read by Parquet's own reader. */
class ParquetFormatTest {
  private static final Map<String, String> SETTINGS = Map.of("token", "class");

  @TempDir Path folder;

  /** Reads records as trees of their fields. */
  private static final class Trees extends ParquetReader.Builder<Group> {
    Trees(Path file) {
      super(new LocalInputFile(file), new PlainParquetConfiguration());
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }

  private static List<Group> rows(Path file) throws IOException {
    List<Group> rows = new ArrayList<>();
    try (ParquetReader<Group> reader = new Trees(file).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        rows.add(row);
      }
    }
    return rows;
  }

  private static String schema(Path file) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      return reader.getFileMetaData().getSchema().toString().replaceAll("\\s+", " ");
    }
  }

  private VectorFiles files(String name) {
    return new VectorFiles(folder.resolve(name));
  }

  private static VectorFileWriter open(VectorFiles files, Layout layout) throws IOException {
    return VectorFileWriter.open(files, VectorFormat.PARQUET, layout, SETTINGS);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static Group element(Group row, int index) {
    return row.getGroup("vector", 0).getGroup("list", index);
  }

  @Test
  void file_isMadeOfRowsThatWaited_inTheirOrder() throws IOException {
    VectorFiles files = files("f.parquet");
    try (VectorFileWriter writer = open(files, new Layout(3, false))) {
      writer.add("dog/ä \n1.jpg", new float[] {1, -0.1f, 1e-5f});
      writer.save(1);
      assertThat(names())
          .containsExactly("f.parquet.rows.part", "f.parquet.skipped.tsv.part", "f.parquet.state");
      writer.add("lost.jpg", new float[] {0, 0, 0});
    }
    try (VectorFileWriter writer = open(files, new Layout(3, false))) {
      for (int row = 1; row < 1000; row++) {
        writer.add(row + ".jpg", new float[] {row, -row, row / 3f});
      }
      writer.finish(1000, Map.of());
    }

    assertThat(names()).containsExactly("f.parquet", "f.parquet.json");
    assertThat(schema(files.vectors()))
        .isEqualTo(
            "message vectors { required binary path (STRING); required group vector (LIST) {"
                + " repeated group list { required float element; } } } ");
    List<Group> rows = rows(files.vectors());
    assertThat(rows).hasSize(1000);
    assertThat(rows.get(0).getString("path", 0)).isEqualTo("dog/ä \n1.jpg");
    assertThat(rows.get(0).getGroup("vector", 0).getFieldRepetitionCount("list")).isEqualTo(3);
    assertThat(element(rows.get(0), 1).getFloat("element", 0)).isEqualTo(-0.1f);
    assertThat(rows.get(999).getString("path", 0)).isEqualTo("999.jpg");
    assertThat(element(rows.get(999), 2).getFloat("element", 0)).isEqualTo(333f);
  }

  /** The nearest half of -0.1 is -1638 / 2^14: sign, exponent 11, fraction 614, so 0xae66. */
  @Test
  void halves_areTwoBytesEach_theLowerFirst() throws IOException {
    VectorFiles files = files("f.parquet");
    try (VectorFileWriter writer = open(files, new Layout(2, true))) {
      writer.add("a.jpg", new float[] {1, -0.1f});
      writer.finish(1, Map.of());
    }

    assertThat(schema(files.vectors()))
        .contains("required fixed_len_byte_array(2) element (FLOAT16);");
    Group row = rows(files.vectors()).get(0);
    assertThat(element(row, 0).getBinary("element", 0).getBytes()).containsExactly(0x00, 0x3c);
    assertThat(element(row, 1).getBinary("element", 0).getBytes()).containsExactly(0x66, 0xae);
  }
}
