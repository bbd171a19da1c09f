package mugs.load;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import mugs.augment.Erasing;
import mugs.engine.Device;
import mugs.engine.Precision;
import mugs.engine.Tensors;
import mugs.image.Canvas;
import org.bytedeco.pytorch.Tensor;

/**
 * Crops of one kind of all images of a batch, 8 bits a channel, in memory outside the Java heap
 * that is used again for later batches.
 */
final class ViewPixels {

  private final int crops;
  private final int images;
  private final int side;
  private final int channels;
  private final Tensor tensor;

  /** The tensor's memory by crop; a buffer holds 2 GB at most. */
  private final List<ByteBuffer> bytes;

  /** By crop and image. */
  private final List<Optional<Erasing>> erasings;

  /**
   * Reserves memory.
   *
   * @param crops of an image
   * @param images of a batch
   * @param side of a crop
   * @param channels of a pixel
   * @param device that crops are sent to
   * @throws IllegalArgumentException if one crop of all images does not fit in a buffer as floats
   */
  ViewPixels(int crops, int images, int side, int channels, Device device) {
    this.crops = crops;
    this.images = images;
    this.side = side;
    this.channels = channels;
    long most = Integer.MAX_VALUE / Float.BYTES / ((long) side * side * channels);
    if (images > most) {
      throw new IllegalArgumentException(
          "of crops of %d pixels at most %d fit in a batch, not %d: take a smaller optimiser.batch"
              .formatted(side, most, images));
    }
    this.erasings = new ArrayList<>(Collections.nCopies(crops * images, Optional.empty()));
    this.tensor = Tensors.bytes(device, crops, images, side, side, channels);
    try {
      this.bytes = IntStream.range(0, crops).mapToObj(i -> Tensors.byteBuffer(tensor, i)).toList();
    } catch (RuntimeException | Error e) {
      tensor.close();
      throw e;
    }
  }

  private int cropBytes() {
    return side * side * channels;
  }

  /** Returns {@code [crops, images, side, side, channels]}. */
  Tensor tensor() {
    return tensor;
  }

  /** Returns the box that is to be erased of one crop, if any. */
  Optional<Erasing> erasing(int crop, int image) {
    return erasings.get(crop * images + image);
  }

  /** Takes a crop. Threads may do so at once, each for other images. */
  void put(int crop, int image, Canvas canvas, Optional<Erasing> erasing) {
    if (channels == 1) {
      canvas.copyGreyTo(bytes.get(crop), image * cropBytes());
    } else {
      canvas.copyTo(bytes.get(crop), image * cropBytes());
    }
    erasings.set(crop * images + image, erasing);
  }

  /** Takes a crop that another view has already. */
  void put(int crop, int image, ViewPixels other) {
    byte[] pixels = new byte[cropBytes()];
    other.bytes.get(crop).get(image * pixels.length, pixels);
    bytes.get(crop).put(image * pixels.length, pixels);
    erasings.set(crop * images + image, other.erasing(crop, image));
  }

  /** Returns the side of a crop in pixels. */
  int side() {
    return side;
  }

  /** Returns the number of crops of an image. */
  int crops() {
    return crops;
  }

  /** Returns {@code [crops, count, channels, side, side]} of some images, normalised. */
  Tensor normalised(int from, int count, Normalisation normalisation, Precision precision) {
    Tensor floats = Tensors.zeros(Precision.FLOAT32, crops, count, channels, side, side);
    byte[] pixels = new byte[cropBytes()];
    float[] planes = new float[pixels.length];
    for (int crop = 0; crop < crops; crop++) {
      FloatBuffer target = Tensors.buffer(floats, crop);
      for (int i = 0; i < count; i++) {
        int image = from + i;
        bytes.get(crop).get(image * pixels.length, pixels);
        normalisation.fill(pixels, side, erasing(crop, image), planes);
        target.put(i * planes.length, planes);
      }
    }
    return precision.of(floats);
  }

  /** Fills all crops with noise. */
  void fill(Random random) {
    byte[] pixels = new byte[cropBytes()];
    for (ByteBuffer target : bytes) {
      for (int image = 0; image < images; image++) {
        random.nextBytes(pixels);
        target.put(image * pixels.length, pixels);
      }
    }
  }

  void free() {
    tensor.close();
  }
}
