package mugs.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import mugs.engine.Engine;
import mugs.engine.EngineReport;
import org.junit.jupiter.api.Test;

/** In a JVM of its own, because native libraries are loaded once. */
class DecodeFirstTest {

  /** Loads OpenCV, then libtorch, and prints the BLAS that was chosen and the one in use. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    Class.forName(ImageDecoder.class.getName());
    EngineReport report = EngineReport.take();
    System.out.println(Engine.usesMkl() + " " + report.mklLoaded());
  }

  @Test
  void libtorchUsesTheChosenBlas_whenPicturesAreDecodedFirst() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DecodeFirstTest.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(printed.strip()).isIn("true true", "false false");
  }
}
