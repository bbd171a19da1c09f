package mugs.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import mugs.engine.Placement;
import mugs.engine.Scope;
import mugs.engine.Workers;
import mugs.load.CropBatch;
import mugs.load.CropLoader;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Batches of features of pictures that are changed anew in each epoch: a frozen network looks at
 * them, each worker at a part of the batch.
 */
final class AugmentedRows implements RowBatches {

  /** So many tokens go usually through the network at a time: more would only take memory. */
  private static final int TOKENS_AT_ONCE = 8192;

  private final FrozenNetwork network;
  private final LabelledPictures pictures;
  private final Workers workers;
  private final int atOnce;
  private Optional<CropLoader> loader = Optional.empty();

  /**
   * Prepares batches; nothing is read before the first is asked for.
   *
   * @param network that looks at the pictures
   * @param microBatch pictures that a worker takes at a time, an equal part of the batch at most;
   *     0: as many as have the usual number of tokens
   * @param pictures to look at
   * @param workers that share a batch; they stay
   */
  AugmentedRows(FrozenNetwork network, int microBatch, LabelledPictures pictures, Workers workers) {
    this.network = network;
    this.pictures = pictures;
    this.workers = workers;
    int size = pictures.crops().shapes().globalSize();
    int tokens = network.backbone().tokensOf(size);
    this.atOnce = microBatch > 0 ? microBatch : usual(tokens);
  }

  /**
   * Returns the usual number of pictures that a worker takes at a time.
   *
   * @param tokens of a picture
   */
  static int usual(int tokens) {
    return Math.max(1, TOKENS_AT_ONCE / tokens);
  }

  @Override
  public int width() {
    return network.width();
  }

  @Override
  public int pictures() {
    return pictures.source().size();
  }

  @Override
  public Batch next(long step) throws IOException, InterruptedException {
    if (loader.isEmpty()) {
      loader = Optional.of(pictures.from(step));
    }
    Placement placement = network.placement();
    try (CropBatch crops = loader.get().next().normalised(network.normalisation(), placement)) {
      return new Batch(features(crops), placement.of(pictures.labels(crops), crops.images()));
    }
  }

  private Tensor features(CropBatch crops) {
    int count = workers.count();
    int size = Math.min(atOnce, (crops.images() + count - 1) / count);
    Tensor[] parts = new Tensor[(crops.images() + size - 1) / size];
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int w = 0; w < Math.min(count, parts.length); w++) {
      int first = w;
      tasks.add(
          () -> {
            for (int i = first; i < parts.length; i += count) {
              parts[i] = look(crops, i * size, Math.min(size, crops.images() - i * size));
            }
            return first;
          });
    }
    try (Scope scope = Scope.withoutGradients()) {
      try {
        workers.run(tasks);
      } finally {
        scope.adopt(Arrays.stream(parts).filter(part -> part != null).toList());
      }
      return scope.handUp(torch.cat(new TensorVector(parts), 0));
    }
  }

  private Tensor look(CropBatch crops, int from, int images) {
    try (Scope scope = Scope.withoutGradients()) {
      network.placement().settleProducts();
      return Scope.keep(network.features(crops.globals(from, images).squeeze(0)));
    }
  }

  @Override
  public SortedMap<Integer, String> unreadable() {
    return pictures.unreadable();
  }

  @Override
  public void takeUp(Map<Integer, String> known) throws IOException {
    pictures.takeUp(known);
  }

  @Override
  public void close() {
    loader.ifPresent(CropLoader::close);
  }
}
