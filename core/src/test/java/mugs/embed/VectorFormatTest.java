package mugs.embed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VectorFormatTest {
  private static final float[] VECTOR = {1, -0.1f, 1e-5f};

  private static String text(VectorFormat format, String path, boolean half) {
    return new String(format.row(path, VECTOR, half), UTF_8);
  }

  /** As numpy.save writes an array of this shape and type, read off its file. */
  @Test
  void npy_isWhatNumpyWrites() {
    String head = new String(VectorFormat.NPY.head(5, 3, false), ISO_8859_1);
    assertThat(head)
        .hasSize(128)
        .startsWith(
            "\u0093NUMPY\u0001\u0000v\u0000{'descr': '<f4', 'fortran_order': False, 'shape': (5, 3), }  ")
        .endsWith(" \n");
    assertThat(new String(VectorFormat.NPY.head(7, 3, true), ISO_8859_1)).contains("'<f2'");
    assertThat(VectorFormat.NPY.row("a", VECTOR, false))
        .containsExactly(0, 0, 0x80, 0x3f, 0xcd, 0xcc, 0xcc, 0xbd, 0xac, 0xc5, 0x27, 0x37);
    assertThat(VectorFormat.NPY.row("a", VECTOR, true))
        .containsExactly(0x00, 0x3c, 0x66, 0xae, 0xa8, 0x00);
  }

  @Test
  void csv_quotesWhatNeedsIt() {
    assertThat(new String(VectorFormat.CSV.head(5, 3, false), UTF_8)).isEqualTo("path,v0,v1,v2\n");
    assertThat(text(VectorFormat.CSV, "dog/ä 1.jpg", false))
        .isEqualTo("dog/ä 1.jpg,1.0,-0.1,1.0E-5\n");
    assertThat(text(VectorFormat.CSV, "a,\"b\".jpg", false))
        .isEqualTo("\"a,\"\"b\"\".jpg\",1.0,-0.1,1.0E-5\n");
  }

  @Test
  void jsonLines_areObjects() {
    assertThat(text(VectorFormat.JSONL, "a\"\n\\ä.jpg", false))
        .isEqualTo("{\"path\":\"a\\\"\\n\\\\ä.jpg\",\"vector\":[1.0,-0.1,1.0E-5]}\n");
  }

  /** The nearest halves of -0.1 and 0.00001 are -1638 / 2^14 and 168 / 2^24. */
  @Test
  void halves_areWrittenAsTheValuesTheyHave() {
    assertThat(text(VectorFormat.CSV, "a", true)).isEqualTo("a,1.0,-0.099975586,1.001358E-5\n");
  }

  @Test
  void formatOfAModuleThatIsNotThere_namesTheModule() {
    assertThatThrownBy(() -> RowFile.format(".parquet", List.of()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "files that end in .parquet are written by a module that is not on the class path: add"
                + " io.github.mugs-jvm:mugs-parquet, or take .npy");
  }

  @ParameterizedTest
  @EnumSource(VectorFormat.class)
  void head_isAsLongForAnyNumberOfRows(VectorFormat format) {
    assertThat(format.head(0, 8, false)).hasSameSizeAs(format.head(1_999_999_999_999L, 8, false));
  }
}
