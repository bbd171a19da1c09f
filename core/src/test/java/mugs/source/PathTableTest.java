package mugs.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PathTableTest {
  @Test
  void many_files_in_many_folders_come_back_as_they_were_added() {
    PathTable.Builder builder = new PathTable.Builder();
    for (int i = 0; i < 1000; i++) {
      builder.add(i < 10 ? "" : "Vögel/" + i / 7, "雀-" + i + ".jpg", (1L << 33) + i);
    }
    PathTable table = builder.build();
    assertThat(table.size()).isEqualTo(1000);
    assertThat(table.path(0)).isEqualTo("雀-0.jpg");
    assertThat(table.path(9)).isEqualTo("雀-9.jpg");
    assertThat(table.path(10)).isEqualTo("Vögel/1/雀-10.jpg");
    assertThat(table.path(999)).isEqualTo("Vögel/142/雀-999.jpg");
    assertThat(table.bytes(999)).isEqualTo(8589935591L);
    assertThat(table.folders()).hasSize(143);
    assertThat(table.folderOf()).hasSize(1000).startsWith(0).endsWith(142);
    assertThatThrownBy(() -> table.path(1000)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> table.path(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
