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

  @Test
  void a_folder_that_comes_again_is_stored_once() {
    PathTable.Builder builder = new PathTable.Builder();
    for (int i = 0; i < 100; i++) {
      builder.add("folder-" + i % 3 + "/" + i + ".jpg", i);
    }
    PathTable table = builder.build();
    assertThat(table.folders()).containsExactly("folder-0", "folder-1", "folder-2");
    assertThat(table.path(7)).isEqualTo("folder-1/7.jpg");
  }

  @Test
  void duplicates_are_all_but_the_first_or_all_but_the_last() {
    PathTable table =
        new PathTable.Builder()
            .add("a/1.jpg", 1)
            .add("b/1.jpg", 2)
            .add("a/1.jpg", 3)
            .add("1.jpg", 4)
            .add("a/1.jpg", 5)
            .build();
    assertThat(table.duplicates(true).stream()).containsExactly(2, 4);
    assertThat(table.duplicates(false).stream()).containsExactly(0, 2);
    PathTable kept = table.without(table.duplicates(false));
    assertThat(kept.size()).isEqualTo(3);
    assertThat(kept.path(0)).isEqualTo("b/1.jpg");
    assertThat(kept.bytes(2)).isEqualTo(5);
  }

  @Test
  void whole_paths_keep_the_slash_they_begin_with() {
    PathTable table =
        new PathTable.Builder().add("/x.jpg", 1).add("x.jpg", 2).add("/a/x.jpg", 3).build();
    assertThat(table.path(0)).isEqualTo("/x.jpg");
    assertThat(table.path(1)).isEqualTo("x.jpg");
    assertThat(table.path(2)).isEqualTo("/a/x.jpg");
    assertThat(table.duplicates(true).isEmpty()).isTrue();
  }
}
