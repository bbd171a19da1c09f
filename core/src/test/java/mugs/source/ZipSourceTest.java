package mugs.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static mugs.source.TestArchives.members;
import static mugs.source.TestArchives.paths;
import static mugs.source.TestArchives.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import mugs.source.TestArchives.Member;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipSourceTest {
  @TempDir private Path root;

  private ZipSource open(byte[] zip) throws IOException {
    return open(zip, OpenOptions.DEFAULT);
  }

  private ZipSource open(byte[] zip, OpenOptions options) throws IOException {
    return ZipSource.open(TestArchives.write(root.resolve("a.zip"), zip), new Indexing(options));
  }

  @Test
  void pictures_come_in_the_order_of_the_archive_with_folders_as_levels() throws IOException {
    ZipSource source =
        open(
            TestArchives.zip(
                members(
                    "set/dog/rex/2.jpg",
                    "set/cat/tom/1.PNG",
                    "set/notes.txt",
                    "set/dog/rex/1.webp",
                    "__MACOSX/set/dog/1.jpg",
                    "set/.hidden/1.jpg",
                    "set/more.zip")));
    assertThat(source.name()).isEqualTo("a.zip");
    assertThat(paths(source))
        .containsExactly("set/dog/rex/2.jpg", "set/cat/tom/1.PNG", "set/dog/rex/1.webp");
    assertThat(source.levels()).extracting(LabelLevel::name).containsExactly("level-1", "level-2");
    assertThat(source.levels().get(0).classes()).containsExactly("dog", "cat");
    assertThat(source.levels().get(0).labels()).containsExactly(0, 1, 0);
    assertThat(source.levels().get(1).classes()).containsExactly("dog/rex", "cat/tom");
    assertThat(text(source, 1)).isEqualTo("set/cat/tom/1.PNG");
    assertThat(text(source, 2)).isEqualTo("set/dog/rex/1.webp");
  }

  @Test
  void stored_entries_and_those_with_sizes_behind_them_are_read() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) { // the JDK writes sizes behind the data
      zip.putNextEntry(new ZipEntry("deflated.jpg"));
      zip.write("deflated".getBytes(UTF_8));
      ZipEntry stored = new ZipEntry("stored.jpg");
      stored.setMethod(ZipEntry.STORED);
      stored.setSize(3);
      CRC32 sum = new CRC32();
      sum.update("raw".getBytes(UTF_8));
      stored.setCrc(sum.getValue());
      zip.putNextEntry(stored);
      zip.write("raw".getBytes(UTF_8));
      zip.setComment("a comment behind the directory PK\5\6");
    }
    ZipSource source = open(bytes.toByteArray());
    assertThat(text(source, 0)).isEqualTo("deflated");
    assertThat(text(source, 1)).isEqualTo("raw");
  }

  @Test
  void names_that_lead_outside_are_names_only_and_links_are_left_out() throws IOException {
    ZipSource source =
        open(
            TestArchives.zip(
                List.of(
                    Member.of("../../etc/1.jpg"),
                    Member.of("/abs/2.jpg"),
                    Member.of("c\\d\\3.jpg"),
                    Member.of("line\nbreak.jpg"),
                    Member.of("x".repeat(4093) + ".jpg"),
                    Member.link("link.jpg", "/etc/passwd"))));
    assertThat(paths(source))
        .containsExactly("../../etc/1.jpg", "abs/2.jpg", "c/d/3.jpg", "line_break.jpg");
    assertThat(text(source, 0)).isEqualTo("../../etc/1.jpg");
  }

  @Test
  void names_in_the_letters_of_dos_are_read() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, Charset.forName("IBM437"))) {
      zip.putNextEntry(new ZipEntry("Vögel.jpg"));
      zip.write(1);
    }
    assertThat(paths(open(bytes.toByteArray()))).containsExactly("Vögel.jpg");
  }

  @Test
  void of_pictures_with_the_same_path_the_last_one_counts() throws IOException {
    ZipSource source =
        open(
            TestArchives.zip(
                List.of(
                    Member.of("a.jpg", "old"), Member.of("b.jpg"), Member.of("./a.jpg", "new"))));
    assertThat(paths(source)).containsExactly("b.jpg", "a.jpg");
    assertThat(text(source, 1)).isEqualTo("new");
  }

  @Test
  void a_bomb_is_one_unreadable_picture_whatever_size_it_claims() throws IOException {
    byte[] zip =
        TestArchives.zip(
            List.of(new Member("bomb.jpg", new byte[5_000_000], false), Member.of("good.jpg")));
    OpenOptions options = new OpenOptions(1_000_000, 10, IndexingListener.NONE);
    ZipSource honest = open(zip, options);
    assertThatThrownBy(() -> honest.read(0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot read bomb.jpg in ")
        .hasMessageContaining("it has 5,000,000 bytes, and at most 1,000,000 are read");
    ZipSource lying = open(claiming(7, zip), options);
    assertUnreadable(lying, 0, "it unpacks to more than the 7 bytes that the directory claims");
    assertThat(text(lying, 1)).isEqualTo("good.jpg");
  }

  /** Has the directory claim another size of the first picture. */
  private static byte[] claiming(int bytes, byte[] zip) {
    byte[] other = zip.clone();
    ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).putInt(directoryOf(zip) + 24, bytes);
    return other;
  }

  @Test
  void a_bomb_takes_no_more_memory_than_it_claims_nor_a_claim_that_cannot_be() throws IOException {
    byte[] zip =
        TestArchives.zip(
            List.of(new Member("bomb.jpg", new byte[20_000_000], false), Member.of("good.jpg")));
    ZipSource honest = open(zip);
    assertThat(bytesToRead(honest)).isBetween(20_000_000L, 21_000_000L);
    ZipSource small = open(claiming(1000, zip));
    assertUnreadable(small, 0, "it unpacks to more than the 1,000 bytes");
    assertThat(bytesToRead(small)).isLessThan(1_000_000);
    ZipSource large = open(claiming(60_000_000, zip));
    assertUnreadable(large, 0, "bytes cannot unpack to the 60,000,000 that the directory claims");
    assertThat(bytesToRead(large)).isLessThan(1_000_000);
    assertUnreadable(open(claiming(20_000_001, zip)), 0, "it unpacks to less than the 20,000,001");
  }

  /** Returns how much of the heap this thread takes to read the first picture. */
  private static long bytesToRead(PictureSource source) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      source.read(0);
    } catch (IOException unreadable) {
      // what it took is asked for
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static int directoryOf(byte[] zip) {
    ByteBuffer buffer = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    return buffer.getInt(zip.length - 6); // without a comment the end record has 22 bytes
  }

  @Test
  void damaged_encrypted_and_oddly_compressed_entries_are_unreadable_one_by_one()
      throws IOException {
    List<Member> members = new ArrayList<>();
    for (String name : List.of("damaged", "encrypted", "odd", "elsewhere", "long", "good")) {
      members.add(Member.of(name + ".jpg"));
    }
    byte[] zip = TestArchives.zip(members);
    int at = directoryOf(zip);
    ByteBuffer buffer = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    for (Member member : members) {
      switch (member.name()) {
        case "damaged.jpg" -> buffer.putInt(at + 16, 1234);
        case "encrypted.jpg" -> buffer.putShort(at + 8, (short) 1);
        case "odd.jpg" -> buffer.putShort(at + 10, (short) 9);
        case "elsewhere.jpg" -> buffer.putInt(at + 42, 5);
        case "long.jpg" -> buffer.putInt(at + 20, 1_000_000);
        default -> {}
      }
      at += 46 + buffer.getShort(at + 28) + buffer.getShort(at + 30) + buffer.getShort(at + 32);
    }
    ZipSource source = open(zip);
    assertUnreadable(source, 0, "it is damaged: its checksum is another");
    assertUnreadable(source, 1, "it is encrypted");
    assertUnreadable(source, 2, "it is compressed by method 9");
    assertUnreadable(source, 3, "there is no entry where the directory says");
    assertUnreadable(source, 4, "it is cut short");
    assertThat(text(source, 5)).isEqualTo("good.jpg");
  }

  private static void assertUnreadable(PictureSource source, int index, String reason) {
    assertThatThrownBy(() -> source.read(index))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot read " + source.path(index))
        .hasMessageContaining(reason);
  }

  @Test
  void an_archive_that_was_cut_short_is_refused_in_one_line() throws IOException {
    byte[] zip = TestArchives.zip(members("a.jpg", "b.jpg"));
    for (int bytes : new int[] {zip.length - 1, zip.length - 30, 40}) {
      assertThatThrownBy(() -> open(Arrays.copyOf(zip, bytes)))
          .isInstanceOf(NoPicturesException.class)
          .hasMessageContaining("a.zip: its directory, which stands at the end, is missing");
    }
  }

  @Test
  void a_directory_that_lies_elsewhere_or_is_damaged_is_refused() throws IOException {
    byte[] zip = TestArchives.zip(members("a.jpg", "b.jpg"));
    byte[] far = zip.clone();
    ByteBuffer.wrap(far).order(ByteOrder.LITTLE_ENDIAN).putInt(far.length - 6, 1 << 30);
    assertThatThrownBy(() -> open(far))
        .isInstanceOf(NoPicturesException.class)
        .hasMessageContaining("does not lie where its end says");
    byte[] damaged = zip.clone();
    damaged[directoryOf(zip)] = 0;
    assertThatThrownBy(() -> open(damaged))
        .isInstanceOf(NoPicturesException.class)
        .hasMessageContaining("its directory is damaged");
  }

  @Test
  void a_program_before_the_archive_is_passed_over() throws IOException {
    byte[] zip = TestArchives.zip(members("a.jpg"));
    byte[] program = new byte[1000 + zip.length];
    System.arraycopy(zip, 0, program, 1000, zip.length);
    assertThat(text(open(program), 0)).isEqualTo("a.jpg");
  }

  @Test
  void an_archive_without_pictures_says_what_it_holds() throws IOException {
    assertThatThrownBy(() -> open(TestArchives.zip(members("word/document.xml", "more.xml"))))
        .isInstanceOf(NoPicturesException.class)
        .hasMessageContaining("it holds 2 other files (the first: word/document.xml)");
    assertThatThrownBy(() -> open(TestArchives.zip(List.of())))
        .isInstanceOf(NoPicturesException.class)
        .hasMessageContaining("it holds no files");
  }
}
