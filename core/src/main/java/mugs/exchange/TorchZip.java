package mugs.exchange;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import mugs.source.ZipDirectory;

/**
 * PyTorch's zip format: {@code NAME/data.pkl} is the pickle, {@code NAME/data/KEY} the values of a
 * storage, {@code NAME/byteorder} the order of their bytes. Entries are stored as they are.
 */
final class TorchZip implements TorchStorages {
  private static final String PICKLE = "/data.pkl";
  private static final int MOST_ENTRIES = 200_000;
  private static final int LONGEST_NAME = 1000;
  private static final int LOCAL_HEADER = 0x04034b50;
  private static final int CHUNK = 1 << 16;

  private final FileChannel channel;
  private final Map<String, ZipDirectory.Entry> entries;
  private final String folder;
  private final boolean highestByteFirst;
  private final Set<String> checked = new HashSet<>();

  private TorchZip(FileChannel channel, Map<String, ZipDirectory.Entry> entries, String folder)
      throws IOException {
    this.channel = channel;
    this.entries = entries;
    this.folder = folder;
    this.highestByteFirst = readsHighestByteFirst();
  }

  static TorchZip open(Path path, FileChannel channel) throws IOException {
    Map<String, ZipDirectory.Entry> entries = new HashMap<>();
    Optional<String> pickle = Optional.empty();
    try (ZipDirectory directory = directory(path)) {
      for (Optional<ZipDirectory.Entry> next = next(directory);
          next.isPresent();
          next = next(directory)) {
        ZipDirectory.Entry entry = next.get();
        if (entries.size() == MOST_ENTRIES || entry.name().length() > LONGEST_NAME) {
          throw new UnusableWeightsException("its zip directory is larger than weights need");
        }
        if (entries.put(entry.name(), entry) != null) {
          throw new UnusableWeightsException(
              "it holds '%s' twice".formatted(KnownCall.printable(entry.name())));
        }
        if (isPickle(entry.name())) {
          pickle = Optional.of(entry.name());
        }
      }
    }
    String name =
        pickle.orElseThrow(
            () ->
                new UnusableWeightsException(
                    "it is a zip archive, but not one of torch.save: it holds no data.pkl"));
    String folder = name.substring(0, name.length() - PICKLE.length() + 1);
    if (entries.containsKey(folder + "constants.pkl")) {
      throw new UnusableWeightsException(
          "it is a TorchScript program: save its state_dict with torch.save, or as safetensors");
    }
    return new TorchZip(channel, entries, folder);
  }

  private static boolean isPickle(String name) {
    return name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length();
  }

  /** Returns whether an archive holds what torch.save writes; one that is damaged may. */
  static boolean looksLikeOne(Path path) throws IOException {
    try (ZipDirectory directory = directory(path)) {
      for (Optional<ZipDirectory.Entry> next = next(directory);
          next.isPresent();
          next = next(directory)) {
        if (isPickle(next.get().name())) {
          return true;
        }
      }
      return false;
    } catch (UnusableWeightsException e) {
      return false;
    }
  }

  private static ZipDirectory directory(Path path) throws IOException {
    try {
      return ZipDirectory.open(path);
    } catch (IOException e) {
      throw new UnusableWeightsException("it is a zip archive, but " + e.getMessage());
    }
  }

  private static Optional<ZipDirectory.Entry> next(ZipDirectory directory) throws IOException {
    try {
      return directory.next();
    } catch (IOException e) {
      throw new UnusableWeightsException("it is a zip archive, but " + e.getMessage());
    }
  }

  private boolean readsHighestByteFirst() throws IOException {
    String name = folder + "byteorder";
    if (!entries.containsKey(name)) {
      return false; // before 2.1 PyTorch did not tell, and machines were little-endian
    }
    checkSum(name);
    FileWindow window = window(name);
    String order = window.text(window.left(), 16, name);
    return switch (order.strip()) {
      case "little" -> false;
      case "big" -> true;
      default ->
          throw new UnusableWeightsException(
              "its byte order is '%s', neither little nor big"
                  .formatted(KnownCall.printable(order)));
    };
  }

  /** Returns the pickle, whose checksum fits. */
  FileWindow pickle() throws IOException {
    checkSum(folder + PICKLE.substring(1));
    return window(folder + PICKLE.substring(1));
  }

  @Override
  public boolean highestByteFirst() {
    return highestByteFirst;
  }

  @Override
  public long find(Pickled.Storage storage) throws IOException {
    FileWindow window = window(folder + "data/" + storage.key());
    if (window.left() != storage.count() * storage.type().bytes()) {
      throw new UnusableWeightsException(
          "storage '%s' has %d bytes, not those of %d values of type %s"
              .formatted(
                  KnownCall.printable(storage.key()),
                  window.left(),
                  storage.count(),
                  storage.type()));
    }
    return window.position();
  }

  @Override
  public void check(Pickled.Storage storage) throws IOException {
    if (checked.add(storage.key())) {
      checkSum(folder + "data/" + storage.key());
    }
  }

  private void checkSum(String name) throws IOException {
    FileWindow window = window(name);
    CRC32 sum = new CRC32();
    while (window.left() > 0) {
      sum.update(window.bytes(Math.min(CHUNK, window.left()), CHUNK, name));
    }
    ZipDirectory.Entry entry = entries.get(name);
    if (entry == null || entry.crc() != sum.getValue()) {
      throw new UnusableWeightsException(
          "the checksum of '%s' does not fit: the file is damaged, copy it again"
              .formatted(KnownCall.printable(name)));
    }
  }

  /** Opens an entry; its own header, which repeats the directory, may have another length. */
  private FileWindow window(String name) throws IOException {
    ZipDirectory.Entry entry = entries.get(name);
    String shown = KnownCall.printable(name);
    if (entry == null) {
      throw new UnusableWeightsException("it lacks '%s': it is damaged".formatted(shown));
    }
    if (entry.method() != 0 || entry.encrypted() || entry.compressed() != entry.bytes()) {
      throw new UnusableWeightsException(
          "'%s' is compressed; torch.save stores it as it is: save the file anew".formatted(shown));
    }
    if (entry.header() < 0 || entry.bytes() < 0 || entry.header() > channel.size()) {
      throw new UnusableWeightsException("'%s' lies outside the file".formatted(shown));
    }
    FileWindow local = new FileWindow(channel, entry.header(), channel.size());
    if (local.number(4, shown) != LOCAL_HEADER) {
      throw new UnusableWeightsException("'%s' is not where it should be".formatted(shown));
    }
    local.skip(22, shown);
    long names = local.number(2, shown);
    local.skip(names + local.number(2, shown), shown);
    if (entry.bytes() > local.left()) {
      throw new UnusableWeightsException(
          "'%s' claims %d bytes where %d are left".formatted(shown, entry.bytes(), local.left()));
    }
    return new FileWindow(channel, local.position(), local.position() + entry.bytes());
  }
}
