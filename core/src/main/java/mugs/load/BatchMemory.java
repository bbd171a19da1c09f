package mugs.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import mugs.augment.CropPainter;
import mugs.augment.CropPlan;
import mugs.augment.CropShapes;
import mugs.augment.PicturePlan;
import mugs.engine.Device;
import mugs.image.RgbImage;

/**
 * Memory for the crops of one batch, used again and again.
 *
 * @param teacher t0 and t1
 * @param globals s0 and s1
 * @param locals l0 and so on
 * @param weak one an image: whether its s0 and s1 are weakly augmented
 * @param pictures one an image: the index of its picture
 */
record BatchMemory(
    ViewPixels teacher, ViewPixels globals, ViewPixels locals, boolean[] weak, long[] pictures) {

  /**
   * Reserves memory for all crops, or none.
   *
   * @param shapes of the crops
   * @param images of the batch
   * @param device that batches are sent to
   * @throws IllegalArgumentException if the batch is too large for a buffer
   */
  static BatchMemory reserve(CropShapes shapes, int images, Device device) {
    int channels = shapes.channels();
    List<ViewPixels> views = new ArrayList<>();
    try {
      int global = shapes.globalSize();
      views.add(new ViewPixels(shapes.teacherCrops(), images, global, channels, device));
      views.add(new ViewPixels(shapes.globalCrops(), images, global, channels, device));
      views.add(new ViewPixels(shapes.localCrops(), images, shapes.localSize(), channels, device));
      return new BatchMemory(
          views.get(0), views.get(1), views.get(2), new boolean[images], new long[images]);
    } catch (RuntimeException | Error e) {
      views.forEach(ViewPixels::free);
      throw e;
    }
  }

  /** Makes all crops of one image. Threads may do so at once, each for other images. */
  void paint(int image, PlannedPicture picture, CropPainter painter) {
    RgbImage pixels = picture.image();
    PicturePlan plan = picture.plan();
    paint(teacher, image, pixels, plan.teacher(), painter);
    if (plan.globals().equals(plan.teacher())) {
      globals.put(0, image, teacher);
      globals.put(1, image, teacher);
    } else {
      paint(globals, image, pixels, plan.globals(), painter);
    }
    paint(locals, image, pixels, plan.locals(), painter);
    weak[image] = plan.weak();
    pictures[image] = picture.index();
  }

  private static void paint(
      ViewPixels view, int image, RgbImage pixels, List<CropPlan> plans, CropPainter painter) {
    for (int crop = 0; crop < plans.size(); crop++) {
      CropPlan plan = plans.get(crop);
      view.put(crop, image, painter.paint(pixels, plan), plan.erasing());
    }
  }

  /** Fills it with noise; every other image is weakly augmented. */
  void fill(long seed) {
    Random random = new Random(seed);
    List.of(teacher, globals, locals).forEach(view -> view.fill(random));
    for (int image = 0; image < pictures.length; image++) {
      weak[image] = image % 2 == 0;
      pictures[image] = image;
    }
  }

  void free() {
    teacher.free();
    globals.free();
    locals.free();
  }
}
