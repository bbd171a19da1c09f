package mugs.source;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The built-in pictures: 3,781 emoji of the Noto set, 64 x 64 pixels on white, in the order of
 * their paths.
 *
 * <p>A path such as {@code people-body/hand-fingers-open/waving-hand/dark-skin-tone.png} holds the
 * labels of three levels: {@code group} (9 classes), {@code subgroup} (98) and {@code emoji}
 * (1,906), as Unicode sorts them. The skin tones of an emoji are pictures of one class; each emoji
 * has one picture without skin tone, {@code default.png}. A few pictures look alike to the last
 * pixel though they are different emoji: the snowboarder in all skin tones, and the flags of a
 * country and of some of its territories.
 *
 * <p>The resource {@code mugs/emoji/emoji.bin} is, in big-endian order:
 *
 * <ul>
 *   <li>the number 4d454d4f and the version 1, 4 bytes each;
 *   <li>the SHA-256 of all pictures: for each its path, a zero byte, its pixels (32 bytes);
 *   <li>width and height of a picture, and the number of pictures, 4 bytes each;
 *   <li>for each picture the length of its path (4 bytes), the path (UTF-8), the length of what
 *       follows (4 bytes), and, deflated with a zlib header: the number of its colours less one (1
 *       byte), the colours (red, green, blue), and for each pixel the index of its colour.
 * </ul>
 */
public final class EmojiSource implements PictureSource {
  /** What the command line calls this source. */
  public static final String NAME = "emoji:";

  /** What the command line calls the pictures without skin tone. */
  public static final String NAME_WITHOUT_SKIN_TONES = "emoji:without-skin-tones";

  /** In a folder that no package of a module bears, so that it is found on a module path too. */
  private static final String RESOURCE = "mugs/emoji/emoji.bin";

  private static final int MAGIC = 0x4d454d4f;
  private static final int VERSION = 1;
  private static final int DIGEST_BYTES = 32;
  private static final int FINGERPRINT_DIGITS = 16;
  private static final List<String> LEVEL_NAMES = List.of("group", "subgroup", "emoji");
  private static final String WITHOUT_SKIN_TONE = "/default.png";

  private final String digest;
  private final int side;
  private final List<String> paths;
  private final List<byte[]> deflated;
  private final List<LabelLevel> levels;

  private EmojiSource(DataInputStream in) throws IOException {
    int magic = in.readInt();
    int version = in.readInt();
    if (magic != MAGIC || version != VERSION) {
      throw new IOException(
          "the built-in pictures (%s) begin with %08x, version %d, not %08x, version %d;"
                  .formatted(RESOURCE, magic, version, MAGIC, VERSION)
              + " use the mugs-emoji of the same release");
    }
    digest = HexFormat.of().formatHex(bytes(in, DIGEST_BYTES));
    side = in.readInt();
    int count = in.readInt();
    paths = new ArrayList<>(count);
    deflated = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      paths.add(new String(bytes(in, in.readInt()), StandardCharsets.UTF_8));
      deflated.add(bytes(in, in.readInt()));
    }
    levels = labels(paths);
  }

  /**
   * Loads the pictures, some 5 MB; each is decoded when it is read.
   *
   * @throws NoPicturesException if the artifact with the pictures is not on the class path
   * @throws IOException if the resource is damaged
   */
  public static EmojiSource open() throws IOException {
    try (InputStream resource = resource()) {
      return read(resource);
    }
  }

  static EmojiSource read(InputStream resource) throws IOException {
    try {
      return new EmojiSource(new DataInputStream(new BufferedInputStream(resource)));
    } catch (EOFException e) {
      throw new IOException(
          "the built-in pictures (" + RESOURCE + ") are cut short; build or install Mugs again", e);
    }
  }

  /** Opens the resource as it stands. */
  static InputStream resource() throws NoPicturesException {
    return Optional.ofNullable(EmojiSource.class.getClassLoader().getResourceAsStream(RESOURCE))
        .orElseThrow(
            () ->
                new NoPicturesException(
                    "the built-in pictures are not there: add the artifact mugs-emoji to the class path"));
  }

  private static byte[] bytes(DataInputStream in, int count) throws IOException {
    byte[] bytes = new byte[count];
    in.readFully(bytes);
    return bytes;
  }

  private static List<LabelLevel> labels(List<String> paths) {
    Map<String, Integer> folders = new LinkedHashMap<>();
    int[] folderOf = new int[paths.size()];
    for (int i = 0; i < folderOf.length; i++) {
      String folder = paths.get(i).substring(0, paths.get(i).lastIndexOf('/'));
      folders.putIfAbsent(folder, folders.size());
      folderOf[i] = folders.get(folder);
    }
    List<LabelLevel> levels = new ArrayList<>();
    for (String name : LEVEL_NAMES) {
      LabelLevel level =
          FolderLevels.at(name, levels.size() + 1, List.copyOf(folders.keySet()), folderOf);
      List<String> classes =
          level.classes().stream().map(c -> c.substring(c.lastIndexOf('/') + 1)).toList();
      levels.add(new LabelLevel(name, classes, level.labels()));
    }
    return List.copyOf(levels);
  }

  /**
   * Returns the pictures without skin tone, one for each emoji: 1,906, with the classes of all
   * levels as they are here.
   */
  public PictureSource withoutSkinTones() {
    int[] chosen =
        IntStream.range(0, size()).filter(i -> path(i).endsWith(WITHOUT_SKIN_TONE)).toArray();
    return new SubsetSource(this, chosen, NAME_WITHOUT_SKIN_TONES);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int size() {
    return paths.size();
  }

  @Override
  public List<LabelLevel> levels() {
    return levels;
  }

  @Override
  public String path(int index) {
    return paths.get(index);
  }

  /** {@inheritDoc} Here always {@link StoredPicture.Raw}, 64 x 64, a new array each time. */
  @Override
  public StoredPicture read(int index) throws IOException {
    int pixels = side * side;
    byte[] colours = new byte[1];
    byte[] indices = new byte[pixels];
    byte[] palette;
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(deflated.get(index));
      inflate(inflater, colours);
      palette = new byte[3 * ((colours[0] & 0xff) + 1)];
      inflate(inflater, palette);
      inflate(inflater, indices);
    } catch (DataFormatException e) {
      throw new IOException("the built-in picture " + path(index) + " is damaged", e);
    } finally {
      inflater.end();
    }
    byte[] rgb = new byte[3 * pixels];
    for (int i = 0; i < pixels; i++) {
      System.arraycopy(palette, 3 * (indices[i] & 0xff), rgb, 3 * i, 3);
    }
    return new StoredPicture.Raw(rgb, side, side);
  }

  private static void inflate(Inflater inflater, byte[] into) throws DataFormatException {
    int done = 0;
    while (done < into.length) {
      int more = inflater.inflate(into, done, into.length - done);
      if (more == 0) {
        throw new DataFormatException("too short");
      }
      done += more;
    }
  }

  /** {@inheritDoc} This one takes in the pixels as well; it was worked out at build time. */
  @Override
  public String fingerprint() {
    return digest.substring(0, FINGERPRINT_DIGITS);
  }
}
