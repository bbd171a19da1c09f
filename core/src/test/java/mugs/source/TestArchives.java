package mugs.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Archives for tests; where nothing else is said, a member's bytes are its name. */
public final class TestArchives {

  private TestArchives() {}

  /** A member of an archive. */
  public record Member(String name, byte[] bytes, boolean link) {
    static Member of(String name) {
      return new Member(name, name.getBytes(UTF_8), false);
    }

    /** Returns a file with a text. */
    public static Member of(String name, String text) {
      return new Member(name, text.getBytes(UTF_8), false);
    }

    static Member link(String name, String target) {
      return new Member(name, target.getBytes(UTF_8), true);
    }
  }

  static List<Member> members(String... names) {
    return List.of(names).stream().map(Member::of).toList();
  }

  /** Returns a tar archive. */
  public static byte[] tar(List<Member> members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      for (Member member : members) {
        if (member.link()) {
          TarArchiveEntry link = new TarArchiveEntry(member.name(), TarConstants.LF_SYMLINK, true);
          link.setLinkName(new String(member.bytes(), UTF_8));
          tar.putArchiveEntry(link);
        } else {
          TarArchiveEntry entry = new TarArchiveEntry(member.name(), true);
          entry.setSize(member.bytes().length);
          tar.putArchiveEntry(entry);
          tar.write(member.bytes());
        }
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** Compresses. */
  public static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  /** Returns a zip archive. */
  public static byte[] zip(List<Member> members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      for (Member member : members) {
        ZipArchiveEntry entry = new ZipArchiveEntry(member.name());
        if (member.link()) {
          entry.setUnixMode(0120777);
        }
        zip.putArchiveEntry(entry);
        zip.write(member.bytes());
        zip.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  static Path write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  static List<String> paths(PictureSource source) {
    return IntStream.range(0, source.size()).mapToObj(source::path).toList();
  }

  static String text(PictureSource source, int index) throws IOException {
    return new String(((StoredPicture.Encoded) source.read(index)).bytes(), UTF_8);
  }

  static Indexing indexing() {
    return new Indexing(OpenOptions.DEFAULT);
  }
}
