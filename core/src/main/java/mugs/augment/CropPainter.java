package mugs.augment;

import mugs.augment.StageClock.Stage;
import mugs.image.Canvas;
import mugs.image.Colours;
import mugs.image.Operation;
import mugs.image.RgbImage;

/** Carries out what was drawn for crops, one after the other. For one thread alone. */
public final class CropPainter {

  private final boolean colour;
  private final StageClock clock;
  private final Canvas canvas = new Canvas();
  private RgbImage asked = new RgbImage(1, 1, new byte[3]);
  private RgbImage used = asked;

  /**
   * Makes a painter.
   *
   * @param settings that plans were drawn with
   * @param clock of this thread
   */
  public CropPainter(CropSettings settings, StageClock clock) {
    this(settings.shapes(), clock);
  }

  /**
   * Makes a painter.
   *
   * @param shapes of the crops that plans were drawn for
   * @param clock of this thread
   */
  public CropPainter(CropShapes shapes, StageClock clock) {
    this.colour = shapes.colour();
    this.clock = clock;
  }

  /**
   * Makes one crop.
   *
   * @param picture to take it from; several crops of one picture in turn share what is known of it
   * @param plan drawn for a picture of this size
   * @return a canvas with the crop on it, until the next one is made
   */
  public Canvas paint(RgbImage picture, CropPlan plan) {
    RgbImage source = withColours(picture);
    int size = plan.size();
    long begun = clock.begin();
    if (plan.strong()) {
      canvas.changedPart(source, plan.mirrored(), plan.operations(), plan.box());
      clock.add(Stage.STRONG, begun);
      begun = clock.begin();
      canvas.resize(size, size);
      clock.add(Stage.RESAMPLE, begun);
      return canvas;
    }
    canvas.resizedPart(source, plan.box(), size, size);
    clock.add(Stage.RESAMPLE, begun);
    for (Operation operation : plan.operations()) {
      begun = clock.begin();
      canvas.change(operation);
      boolean blur = operation instanceof Operation.GaussianBlur;
      clock.add(blur ? Stage.BLUR : Stage.COLOUR, begun);
    }
    begun = clock.begin();
    canvas.finish();
    clock.add(Stage.COLOUR, begun);
    if (plan.mirrored()) {
      canvas.mirror(); // whenever this is done, the other changes come out the same
    }
    return canvas;
  }

  /** Grey crops are grey from the start. */
  private RgbImage withColours(RgbImage picture) {
    if (colour) {
      return picture;
    }
    if (picture.pixels() != asked.pixels()) {
      asked = picture;
      used = Colours.grey(picture);
    }
    return used;
  }
}
