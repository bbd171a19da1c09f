package mugs.exchange;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;

/**
 * PyTorch's format before 1.6: five pickles one after the other (a magic number, a version, facts
 * about the machine, the object, the keys of its storages), then for each key the number of its
 * values and these.
 */
final class TorchStream implements TorchStorages {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long VERSION = 1001;

  private final Pickled object;
  private final boolean highestByteFirst;
  private final Map<String, Long> places;

  private TorchStream(Pickled object, boolean highestByteFirst, Map<String, Long> places) {
    this.object = object;
    this.highestByteFirst = highestByteFirst;
    this.places = places;
  }

  static TorchStream open(FileChannel channel) throws IOException {
    FileWindow in = new FileWindow(channel, 0, channel.size());
    if (!(PickleReader.read(in) instanceof Pickled.Plain magic) || !magic.value().equals(MAGIC)) {
      throw new UnusableWeightsException(
          "it is a pickle, but not one of torch.save: save a state_dict with torch.save");
    }
    if (!(PickleReader.read(in) instanceof Pickled.Plain version)
        || !version.value().equals(VERSION)) {
      throw new UnusableWeightsException(
          "it is of another version than the %d of torch.save's older format".formatted(VERSION));
    }
    boolean highestByteFirst =
        PickleReader.read(in) instanceof Pickled.Dictionary machine
            && machine.entries().get("little_endian") instanceof Pickled.Plain little
            && little.value().equals(false);
    Map<String, Pickled.Storage> storages = new HashMap<>();
    Pickled object = PickleReader.read(in, storages);
    if (!(PickleReader.read(in) instanceof Pickled.Sequence keys)) {
      throw new UnusableWeightsException("it has no list of its storages: it is damaged");
    }
    return new TorchStream(object, highestByteFirst, places(keys, storages, in));
  }

  /** Goes through the values: only the pickle before them tells how long they are. */
  private static Map<String, Long> places(
      Pickled.Sequence keys, Map<String, Pickled.Storage> storages, FileWindow in)
      throws IOException {
    Map<String, Long> places = new HashMap<>();
    for (Pickled item : keys.items()) {
      if (!(item instanceof Pickled.Plain plain) || !(plain.value() instanceof String key)) {
        throw new UnusableWeightsException("the list of its storages is damaged");
      }
      String shown = "storage '%s'".formatted(KnownCall.printable(key));
      Pickled.Storage storage = storages.get(key);
      if (storage == null) {
        throw new UnusableWeightsException(shown + " belongs to no tensor: it is damaged");
      }
      long count = in.number(Long.BYTES, shown);
      if (count != storage.count() || places.put(key, in.position()) != null) {
        throw new UnusableWeightsException(
            "%s has %d values, not %d: it is damaged".formatted(shown, count, storage.count()));
      }
      in.skip(count * storage.type().bytes(), shown);
    }
    return places;
  }

  /** Returns what was saved. */
  Pickled object() {
    return object;
  }

  @Override
  public boolean highestByteFirst() {
    return highestByteFirst;
  }

  @Override
  public long find(Pickled.Storage storage) throws UnusableWeightsException {
    Long place = places.get(storage.key());
    if (place == null) {
      throw new UnusableWeightsException(
          "it lacks storage '%s': it is damaged".formatted(KnownCall.printable(storage.key())));
    }
    return place;
  }

  /** {@inheritDoc} This one has none. */
  @Override
  public void check(Pickled.Storage storage) {}
}
