package mugs.load;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import mugs.augment.Erasing;
import mugs.engine.Device;
import mugs.engine.Placement;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Pixels that a device fetches part by part, 8 bits a channel, and turns into floats itself: the
 * same bits as {@link NormalisedCrops} gives. Of erased boxes the noise alone is made here.
 *
 * @param pixels of the batch, closed with this
 * @param normalisation of as many channels as the crops have
 * @param placement of the floats
 */
record UploadedCrops(PixelBatch pixels, Normalisation normalisation, Placement placement)
    implements PixelCrops {

  /** A box, and where its noise begins among that of all boxes. */
  private record Box(int crop, int image, Erasing erasing, int noiseAt) {}

  @Override
  public Tensor floats(ViewPixels view, int from, int count) {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor floats = normalised(levels(view, from, count));
      erase(floats, view, from, count);
      return scope.handUp(placement.precision().of(floats));
    }
  }

  /** Returns {@code [crops, count, side, side, channels]}: the device's copy of some images. */
  private Tensor levels(ViewPixels view, int from, int count) {
    Device device = placement.device();
    Tensor[] crops =
        IntStream.range(0, view.crops()) // of one crop all images lie in one piece
            .mapToObj(crop -> device.fetch(view.tensor().select(0, crop).narrow(0, from, count)))
            .toArray(Tensor[]::new);
    return crops.length == 0
        ? device.fetch(view.tensor().narrow(1, from, count))
        : torch.stack(new TensorVector(crops));
  }

  /** Looks every level up in its channel's table; {@code [crops, count, channels, side, side]}. */
  private Tensor normalised(Tensor levels) {
    float[] table = normalisation.table();
    int channels = normalisation.channels();
    long[] starts = new long[channels];
    for (int channel = 0; channel < channels; channel++) {
      starts[channel] = (long) channel * (table.length / channels);
    }
    Tensor places =
        levels
            .permute(0, 1, 4, 2, 3)
            .to(ScalarType.Int)
            .add(placement.of(starts, channels, 1, 1).to(ScalarType.Int));
    return placement
        .device()
        .send(Tensors.of(table, table.length))
        .index_select(0, places.reshape(-1))
        .view(Tensors.shape(places));
  }

  private void erase(Tensor floats, ViewPixels view, int from, int count) {
    List<Box> boxes = new ArrayList<>();
    List<float[]> noises = new ArrayList<>();
    int length = 0;
    for (int crop = 0; crop < view.crops(); crop++) {
      for (int image = 0; image < count; image++) {
        if (view.erasing(crop, from + image).isPresent()) {
          Erasing erasing = view.erasing(crop, from + image).get();
          boxes.add(new Box(crop, image, erasing, length));
          noises.add(normalisation.noise(erasing, view.side()));
          length += noises.get(noises.size() - 1).length;
        }
      }
    }
    if (boxes.isEmpty()) {
      return;
    }
    float[] all = new float[length];
    IntStream.range(0, boxes.size())
        .forEach(
            i ->
                System.arraycopy(
                    noises.get(i), 0, all, boxes.get(i).noiseAt(), noises.get(i).length));
    Tensor noise = placement.device().send(Tensors.of(all, length));
    boxes.forEach(box -> erase(floats, noise, box));
  }

  private void erase(Tensor floats, Tensor noise, Box box) {
    Erasing erasing = box.erasing();
    long channels = normalisation.channels();
    floats
        .select(0, box.crop())
        .select(0, box.image())
        .narrow(1, erasing.top(), erasing.height())
        .narrow(2, erasing.left(), erasing.width())
        .copy_(
            noise
                .narrow(0, box.noiseAt(), channels * erasing.height() * erasing.width())
                .view(channels, erasing.height(), erasing.width()));
  }

  /** Gives the memory back once the device has fetched all that it was sent. */
  @Override
  public void close() {
    try {
      placement.device().synchronize();
    } finally {
      pixels.close();
    }
  }
}
