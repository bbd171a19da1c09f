package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mugs.load.PlainPictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureListTest {
  private static final PlainPictures TEN = PlainPictures.coloured(10);
  private static final int[] ODD = {1, 3, 5, 7, 9};

  @TempDir private Path folder;

  private Path list(String text) throws IOException {
    return Files.writeString(folder.resolve("list.txt"), text);
  }

  @Test
  void pictures_areNamedByTheirPathsOrTheirFilesNames() throws IOException {
    assertThat(PictureList.read(list("plain/7.png\n\n 3.png \nplain/3.png\n"), TEN, ODD))
        .containsExactly(3, 7);
  }

  @Test
  void pictureThatIsNotThere_isRefused() throws IOException {
    Path list = list("plain/1.png\nplain/2.png\nplain/11.png\n");
    assertThatThrownBy(() -> PictureList.read(list, TEN, ODD))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("names 2 pictures that are not among those to learn from")
        .hasMessageContaining("the first is plain/2.png");
  }

  @Test
  void emptyList_isRefused() throws IOException {
    Path list = list("\n");
    assertThatThrownBy(() -> PictureList.read(list, TEN, ODD))
        .hasMessageContaining("names no picture");
    assertThatThrownBy(() -> PictureList.read(folder.resolve("none"), TEN, ODD))
        .hasMessageStartingWith("cannot read " + folder.resolve("none"));
  }
}
