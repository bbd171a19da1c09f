package mugs.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import mugs.source.TestArchives.Member;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often an archive of 3,000 pictures is gone through; the window is 20. */
class TarCursorsTest {
  private static final int PICTURES = 3000;
  private static final int WINDOW = 20;

  @TempDir private Path root;

  private Path archive;
  private int openings;

  @BeforeEach
  void write() throws IOException {
    byte[] tar =
        TestArchives.tar(
            IntStream.range(0, PICTURES)
                .mapToObj(i -> Member.of(i + ".jpg", Integer.toString(i)))
                .toList());
    archive = TestArchives.write(root.resolve("a.tgz"), TestArchives.gzip(tar));
  }

  private TarCursors cursors() {
    return cursors(1_000_000);
  }

  private TarCursors cursors(long mostKeptBytes) {
    long[] places = IntStream.range(0, PICTURES).asLongStream().toArray();
    return new TarCursors(
        start -> {
          openings++;
          TarReader reader = TarReader.open(archive, Compression.GZIP);
          return new TarCursors.Pictures(reader, places, 1000, start);
        },
        WINDOW,
        mostKeptBytes);
  }

  private static void assertRead(TarCursors cursors, int index) throws IOException {
    assertThat(new String(cursors.read(index, 0, PICTURES), UTF_8))
        .isEqualTo(Integer.toString(index));
  }

  /** Shuffles as training does: no picture ahead of its turn by more than the window. */
  private static int[] order(int from) {
    int[] order = IntStream.range(from, PICTURES).toArray();
    Random random = new Random(1);
    for (int i = 0; i < order.length; i++) {
      int other = Math.min(order.length - 1, i + random.nextInt(WINDOW));
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
    return order;
  }

  @Test
  void the_order_of_training_goes_through_the_archive_once() throws IOException {
    try (TarCursors cursors = cursors()) {
      for (int index : order(0)) {
        assertRead(cursors, index);
      }
    }
    assertThat(openings).isEqualTo(1);
  }

  @Test
  void training_that_goes_on_in_the_middle_opens_the_archive_once() throws IOException {
    try (TarCursors cursors = cursors()) {
      for (int index : order(1000)) {
        assertRead(cursors, index);
      }
    }
    assertThat(openings).isEqualTo(1);
  }

  @Test
  void a_measurement_beside_training_has_a_way_of_its_own() throws IOException {
    try (TarCursors cursors = cursors()) {
      int[] order = order(0);
      for (int i = 0; i < order.length; i++) {
        if (i == 500) {
          for (int measured = 0; measured < PICTURES; measured += 100) {
            assertRead(cursors, measured);
          }
        }
        if (order[i] % 100 != 0 || i < 500) { // what was measured may be gone
          assertRead(cursors, order[i]);
        }
      }
    }
    assertThat(openings).isLessThanOrEqualTo(3);
  }

  @Test
  void a_picture_may_be_read_again() throws IOException {
    try (TarCursors cursors = cursors()) {
      for (int i = 0; i < 3; i++) {
        assertRead(cursors, 7);
      }
    }
    assertThat(openings).isEqualTo(3);
  }

  @Test
  void leaps_that_only_rise_open_the_archive_once() throws IOException {
    try (TarCursors cursors = cursors()) {
      for (int index = 900; index < PICTURES; index += 700) {
        assertRead(cursors, index);
      }
    }
    assertThat(openings).isEqualTo(1);
  }

  @Test
  void all_cursors_share_one_budget_and_what_was_used_last_stays() throws IOException {
    try (TarCursors cursors = cursors(600)) {
      assertRead(cursors, 1200); // a leap: it keeps 148 pictures, half of 2 * 20 + 256
      assertThat(cursors.keptBytes()).isEqualTo(148 * 4);
      assertRead(cursors, 900); // 148 of three letters; the first cursor gives up 109
      assertThat(cursors.keptBytes()).isEqualTo(600);
      assertRead(cursors, 752);
      assertRead(cursors, 1199);
      assertRead(cursors, 1199 - 38);
      assertThat(cursors.keptBytes()).isEqualTo(600 - 3 - 2 * 4);
      assertThat(openings).isEqualTo(2);
    }
  }

  /** Of pictures a member each; archives of 10 lie one after the other in the order. */
  private TarCursors cursorsOfTens() throws IOException {
    return cursorsOfTens(1_000_000);
  }

  private TarCursors cursorsOfTens(long mostKeptBytes) throws IOException {
    byte[] tar =
        TestArchives.tar(
            IntStream.range(0, 10).mapToObj(i -> Member.of(i + ".jpg", "." + i)).toList());
    Path ten = TestArchives.write(root.resolve("ten.tgz"), TestArchives.gzip(tar));
    long[] places = IntStream.range(0, PICTURES).mapToLong(i -> i % 10).toArray();
    return new TarCursors(
        start -> {
          openings++;
          TarReader reader = TarReader.open(ten, Compression.GZIP);
          return new TarCursors.Pictures(reader, places, 1000, start);
        },
        WINDOW,
        mostKeptBytes);
  }

  private static void assertReadOfTens(TarCursors cursors, int index) throws IOException {
    int start = index - index % 10;
    assertThat(new String(cursors.read(index, start, start + 10), UTF_8))
        .isEqualTo("." + index % 10);
  }

  @Test
  void a_window_over_many_small_archives_opens_each_once() throws IOException {
    try (TarCursors cursors = cursorsOfTens()) {
      for (int round = 0; round < PICTURES; round += 200) { // 20 archives that end one by one
        for (int archive = 0; archive < 20; archive++) {
          assertReadOfTens(cursors, round + 10 * archive + 9);
        }
        for (int left = 0; left < 200; left++) {
          if (left % 10 != 9) {
            assertReadOfTens(cursors, round + left);
          }
        }
        assertThat(cursors.ended()).isZero(); // nothing is kept of what was asked for
      }
      for (int index = 0; index < 100; index++) {
        assertReadOfTens(cursors, index); // nothing is passed by
      }
      assertThat(cursors.ended()).isZero();
    }
    assertThat(openings).isEqualTo(PICTURES / 10 + 10);
  }

  @Test
  void what_ended_archives_keep_is_bounded_if_nobody_asks_for_it() throws IOException {
    try (TarCursors cursors = cursorsOfTens()) {
      for (int archive = 0; archive < 100; archive++) {
        assertReadOfTens(cursors, 10 * archive + 9);
      }
      assertReadOfTens(cursors, 10 * 99); // it is kept still
      assertThat(openings).isEqualTo(100);
      assertReadOfTens(cursors, 0); // 99 archives ago
      assertThat(openings).isEqualTo(101);
    }
  }

  @Test
  void what_ended_archives_keep_counts_too_and_goes_first() throws IOException {
    try (TarCursors cursors = cursorsOfTens(40)) {
      for (int archive = 0; archive < 3; archive++) {
        assertReadOfTens(cursors, 10 * archive + 9); // keeps 9 pictures of two letters
      }
      assertThat(cursors.keptBytes()).isEqualTo(2 * 18);
      assertReadOfTens(cursors, 38); // keeps 8, and has not ended
      assertThat(cursors.keptBytes()).isEqualTo(18 + 16);
      assertThat(cursors.ended()).isEqualTo(1);
    }
  }
}
