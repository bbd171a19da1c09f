package mugs.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import mugs.augment.EvaluationCrop;
import mugs.engine.Placement;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.engine.Workers;
import mugs.load.EvaluationLoader;
import mugs.load.Normalisation;
import mugs.load.PictureReader;
import mugs.load.SkippedPictures;
import mugs.load.TooManySkippedException;
import mugs.source.PictureSource;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Pictures that nothing is learned from, to measure a classifier on. Pictures that cannot be read
 * are left out, if they are few.
 *
 * @param source of the pictures
 * @param labels one a picture of the source; not copied
 * @param size of the square that the network sees of each, in pixels
 * @param skipped takes those that cannot be read
 */
record TestPictures(PictureSource source, int[] labels, int size, SkippedPictures skipped) {
  /** Pictures that are in memory at a time. */
  static final int AT_ONCE = 512;

  /** Pictures that a worker looks at, at a time. */
  static final int OF_A_WORKER = 32;

  private static final int TOP = 5;
  private static final double MOST_SKIPPED = 0.01;

  /**
   * What was found.
   *
   * @param pictures that were tested
   * @param skipped pictures that cannot be read
   * @param top1 share of them whose class has the highest score, 0 to 1
   * @param top5 share of them whose class is among the five highest
   */
  record Accuracy(int pictures, int skipped, double top1, double top5) {}

  /** Hears how far the work is. */
  @FunctionalInterface
  interface Listener {

    /** Hears it, of all pictures. */
    void tested(int done, int total);
  }

  private record Prepared(int index, float[] planes) {}

  /** Takes pictures of which 1 % may be unreadable, one in any case. */
  static TestPictures of(PictureSource source, int[] labels, int size) {
    return new TestPictures(
        source, labels, size, SkippedPictures.withoutRecipe(source, MOST_SKIPPED));
  }

  /**
   * Reads all pictures, so that it is known before anything is learned if too many cannot be read.
   *
   * @param decodingThreads that read and decode
   * @param listener hears how far it is
   * @param stopping ends it early
   * @throws TooManySkippedException if more than 1 % of the pictures, and more than one, cannot be
   *     read
   */
  void check(int decodingThreads, Listener listener, BooleanSupplier stopping)
      throws TooManySkippedException {
    try (EvaluationLoader loader =
        new EvaluationLoader(new PictureReader(source, skipped), decodingThreads)) {
      for (int from = 0; from < source.size() && !stopping.getAsBoolean(); from += AT_ONCE) {
        int[] wanted = IntStream.range(from, Math.min(source.size(), from + AT_ONCE)).toArray();
        loader.read(wanted, PictureReader.Read::index);
        listener.tested(wanted[wanted.length - 1] + 1, source.size());
      }
    }
  }

  /**
   * Measures a classifier.
   *
   * @param classifier to measure
   * @param workers that share the pictures
   * @param decodingThreads that read and decode
   * @param listener hears how far it is
   * @param stopping ends the work early
   * @return what was found; empty if it was ended before all pictures were tested
   * @throws TooManySkippedException if more than 1 % of the pictures, and more than one, cannot be
   *     read
   */
  Optional<Accuracy> measure(
      Classifier classifier,
      Workers workers,
      int decodingThreads,
      Listener listener,
      BooleanSupplier stopping)
      throws TooManySkippedException {
    EvaluationCrop crop = new EvaluationCrop(size);
    Normalisation normalisation = classifier.description().normalisation();
    PictureReader reader = new PictureReader(source, skipped);
    int tested = 0;
    int top1 = 0;
    int top5 = 0;
    try (EvaluationLoader loader = new EvaluationLoader(reader, decodingThreads)) {
      for (int from = 0; from < source.size(); from += AT_ONCE) {
        if (stopping.getAsBoolean()) {
          return Optional.empty();
        }
        int[] wanted = IntStream.range(from, Math.min(source.size(), from + AT_ONCE)).toArray();
        List<Prepared> read =
            loader.read(
                wanted,
                picture ->
                    new Prepared(
                        picture.index(), normalisation.planes(crop.centre(picture.image()))));
        List<Prepared> own = new ArrayList<>();
        for (int i = 0; i < wanted.length; i++) {
          if (read.get(i).index == wanted[i]) { // else another stands for it
            own.add(read.get(i));
          }
        }
        for (int rank : ranks(classifier, own, workers)) {
          tested++;
          top1 += rank < 1 ? 1 : 0;
          top5 += rank < TOP ? 1 : 0;
        }
        listener.tested(wanted[wanted.length - 1] + 1, source.size());
      }
    }
    double all = Math.max(1, tested);
    return Optional.of(new Accuracy(tested, skipped.count(), top1 / all, top5 / all));
  }

  private int[] ranks(Classifier classifier, List<Prepared> pictures, Workers workers) {
    List<Callable<int[]>> tasks = new ArrayList<>();
    for (int from = 0; from < pictures.size(); from += OF_A_WORKER) {
      List<Prepared> own = pictures.subList(from, Math.min(pictures.size(), from + OF_A_WORKER));
      tasks.add(() -> ranks(classifier, own));
    }
    return workers.run(tasks).stream().flatMapToInt(Arrays::stream).toArray();
  }

  private int[] ranks(Classifier classifier, List<Prepared> pictures) {
    try (Scope scope = Scope.withoutGradients()) {
      Placement placement = classifier.placement();
      int channels = classifier.description().normalisation().channels();
      Tensor[] planes =
          pictures.stream()
              .map(each -> Tensors.of(each.planes, channels, size, size))
              .toArray(Tensor[]::new);
      Tensor pixels = placement.of(placement.device().send(torch.stack(new TensorVector(planes))));
      return classifier.ranks(
          pixels, pictures.stream().mapToInt(each -> labels[each.index]).toArray());
    }
  }
}
