package mugs.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ImageNet's 1.3 million pictures are indexed by a JVM that has 300 MB of heap in all. */
class IndexMemoryTest {
  private static final int PICTURES = 1_300_000;
  private static final int CLASSES = 1000;

  @TempDir private Path root;

  private static String path(int i) {
    return "n" + (10_000_000 + i / (PICTURES / CLASSES)) + "/picture_" + (10_000_000 + i) + ".jpg";
  }

  private static String opened(Path path) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx300m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                OpeningProgram.class.getName(),
                path.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  @Test
  void a_manifest_of_them_with_two_label_columns() throws Exception {
    Path manifest = root.resolve("train.csv");
    Files.createDirectory(root.resolve(path(0)).getParent());
    Files.createFile(root.resolve(path(0)));
    try (BufferedWriter csv = Files.newBufferedWriter(manifest)) {
      csv.write("path,fine,coarse,address\n");
      for (int i = 0; i < PICTURES; i++) {
        csv.write(path(i) + ",class " + i % CLASSES + "," + i % 7 + ",https://host/" + i + "\n");
      }
    }
    assertThat(opened(manifest)).endsWith("1300000 coarse 7 fine 1000 " + path(PICTURES - 1));
  }

  @Test
  void a_zip_archive_of_them() throws Exception {
    Path zip = root.resolve("train.zip");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(zip), 1 << 20)) {
      writeDirectoryAlone(out);
    }
    assertThat(opened(zip)).isEqualTo("1300000 level-1 1000 " + path(PICTURES - 1));
  }

  /** Writes an archive whose entries' data is missing: nothing but its directory, with 64 bits. */
  private static void writeDirectoryAlone(OutputStream out) throws IOException {
    out.write(new byte[] {'P', 'K', 3, 4});
    long bytes = 0;
    ByteBuffer entry = ByteBuffer.allocate(46).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < PICTURES; i++) {
      byte[] name = path(i).getBytes(UTF_8);
      entry.putInt(0, 0x02014b50).putInt(20, 100_000).putInt(24, 110_000);
      out.write(entry.putShort(28, (short) name.length).array());
      out.write(name);
      bytes += 46 + name.length;
    }
    ByteBuffer end = ByteBuffer.allocate(56 + 20 + 22).order(ByteOrder.LITTLE_ENDIAN);
    end.putInt(0, 0x06064b50).putLong(4, 44).putLong(24, PICTURES).putLong(32, PICTURES);
    end.putLong(40, bytes).putLong(48, 4);
    end.putInt(56, 0x07064b50).putLong(64, 4 + bytes).putInt(72, 1);
    end.putInt(76, 0x06054b50).putInt(84, -1).putInt(88, -1).putInt(92, -1);
    out.write(end.array());
  }
}
