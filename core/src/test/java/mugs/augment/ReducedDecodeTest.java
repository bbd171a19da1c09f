package mugs.augment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import mugs.image.Framing.Box;
import mugs.image.ImageDecoder;
import mugs.image.ImageEncoder;
import mugs.image.RgbImage;
import mugs.image.SamplePhoto;
import mugs.source.StoredPicture;
import org.junit.jupiter.api.Test;

/** What is lost where a large JPEG is decoded smaller. */
class ReducedDecodeTest {

  private static final int WIDTH = 1600;
  private static final int HEIGHT = 1200;

  private final CropPainter painter = new CropPainter(CropSettings.paper(), StageClock.off());

  @Test
  void cropsOfASmallerJpeg_differFromThoseOfTheWholeByLessThanOneOf255OnAverage() throws Exception {
    StoredPicture file =
        new StoredPicture.Encoded(ImageEncoder.jpeg(SamplePhoto.pixels(WIDTH, HEIGHT), 90));
    RgbImage whole = ImageDecoder.decode(file);
    CropMaker maker = new CropMaker(CropSettings.paper(), 1);
    int compared = 0;
    double sum = 0;
    for (int i = 0; i < 30; i++) {
      PicturePlan plan = maker.plan(WIDTH, HEIGHT, 0, i);
      int divisor = plan.divisor();
      if (divisor > 1) {
        RgbImage small = ImageDecoder.decode(file, WIDTH * HEIGHT, (width, height) -> divisor);
        for (CropPlan crop : plan.reduced(divisor, small.width(), small.height()).crops()) {
          RgbImage ofSmall = painter.paint(small, plain(crop, 1)).image();
          RgbImage ofWhole = painter.paint(whole, plain(crop, divisor)).image();
          sum += meanDifference(ofSmall, ofWhole);
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(100);
    // a picture of another place differs by tens
    assertThat(sum / compared).isBetween(0.05, 1.0);
  }

  /** The crop without any change, of a picture that many times as large. */
  private static CropPlan plain(CropPlan crop, int times) {
    Box box = crop.box();
    int left = times * box.left();
    int top = times * box.top();
    int width = Math.min(WIDTH - left, times * box.width());
    int height = Math.min(HEIGHT - top, times * box.height());
    Box larger = times == 1 ? box : new Box(left, top, width, height);
    return new CropPlan(false, crop.size(), larger, false, List.of(), Optional.empty());
  }

  private static double meanDifference(RgbImage one, RgbImage other) {
    long sum = 0;
    for (int i = 0; i < one.pixels().length; i++) {
      sum += Math.abs((one.pixels()[i] & 0xff) - (other.pixels()[i] & 0xff));
    }
    return (double) sum / one.pixels().length;
  }
}
