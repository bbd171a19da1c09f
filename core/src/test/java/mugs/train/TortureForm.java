package mugs.train;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import mugs.source.TestArchives;
import mugs.source.TestArchives.Member;

/** The ways in which the torture pictures are given to training, in two classes. */
enum TortureForm {
  FOLDER,
  ZIP,
  TAR,
  COMPRESSED_TAR,
  SHARDS,
  COMPRESSED_SHARDS,
  CSV,
  JSON_LINES;

  /** One of the files. */
  private record Picture(String kind, String name, byte[] bytes) {
    Member in(String folder) {
      return new Member(folder + name, bytes, false);
    }
  }

  /**
   * Writes the pictures.
   *
   * @param files the folder they lie in
   * @param to an empty folder
   * @return what a user would name
   */
  String write(Path files, Path to) throws IOException {
    List<Picture> pictures = pictures(files);
    return switch (this) {
      case FOLDER -> {
        writeFolder(pictures, to);
        yield to.toString();
      }
      case ZIP -> archive(to, "a.zip", TestArchives.zip(inFolders(pictures)));
      case TAR -> archive(to, "a.tar", TestArchives.tar(inFolders(pictures)));
      case COMPRESSED_TAR ->
          archive(to, "a.tar.gz", TestArchives.gzip(TestArchives.tar(inFolders(pictures))));
      case SHARDS, COMPRESSED_SHARDS -> {
        for (int shard = 0; shard < 2; shard++) {
          byte[] tar = TestArchives.tar(samples(pictures.subList(10 * shard, 10 * shard + 10)));
          archive(to, shardName(shard), this == SHARDS ? tar : TestArchives.gzip(tar));
        }
        yield to + "/" + shardName(0).replace("0000", "{0000..0001}");
      }
      case CSV, JSON_LINES -> {
        writeFolder(pictures, to);
        yield archive(to, this == CSV ? "m.csv" : "m.jsonl", manifest(pictures).getBytes(UTF_8));
      }
    };
  }

  private static List<Picture> pictures(Path files) throws IOException {
    List<Path> names;
    try (Stream<Path> all = Files.list(files)) {
      names = all.sorted().toList();
    }
    List<Picture> pictures = new ArrayList<>();
    for (Path file : names) {
      String kind = pictures.size() % 2 == 0 ? "even" : "odd";
      pictures.add(new Picture(kind, String.valueOf(file.getFileName()), Files.readAllBytes(file)));
    }
    return pictures;
  }

  private static void writeFolder(List<Picture> pictures, Path to) throws IOException {
    for (Picture picture : pictures) {
      Path folder = Files.createDirectories(to.resolve(picture.kind()));
      Files.write(folder.resolve(picture.name()), picture.bytes());
    }
  }

  private static List<Member> inFolders(List<Picture> pictures) {
    return pictures.stream().map(picture -> picture.in(picture.kind() + "/")).toList();
  }

  /** Two pictures of the same name but the ending would be one sample. */
  private static List<Member> samples(List<Picture> pictures) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      Picture picture = pictures.get(i);
      String folder = i + "/";
      String stem = folder + picture.name().substring(0, picture.name().indexOf('.'));
      members.add(Member.of(stem + ".cls", Integer.toString(i % 2)));
      members.add(picture.in(folder));
    }
    return members;
  }

  private String shardName(int number) {
    String ending = this == SHARDS ? "tar" : "tar.gz";
    return String.format(Locale.ROOT, "shard-%04d.%s", number, ending);
  }

  private String manifest(List<Picture> pictures) {
    StringBuilder rows = new StringBuilder(this == CSV ? "path,kind\n" : "");
    String row =
        this == CSV ? "%1$s/%2$s,%1$s\n" : "{\"path\": \"%1$s/%2$s\", \"kind\": \"%1$s\"}\n";
    pictures.forEach(picture -> rows.append(row.formatted(picture.kind(), picture.name())));
    return rows.toString();
  }

  private static String archive(Path to, String name, byte[] bytes) throws IOException {
    return Files.write(to.resolve(name), bytes).toString();
  }
}
