package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.image.ImageDecoder;
import mugs.image.RgbImage;
import mugs.load.CropLoader;
import mugs.load.LoaderOptions;
import mugs.load.PictureReader;
import mugs.load.PixelBatch;
import mugs.load.SkippedPictures;
import mugs.load.TooManySkippedException;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;
import mugs.source.PictureSources;
import mugs.source.StoredPicture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Twenty files in two classes, as a folder, in archives and in lists. Fifteen hold one scene,
 * written by Pillow in every way there is: 48 x 32 pixels, red on the left, blue on the right;
 * {@code a-png.jpg} is not what its name says. Five are broken: {@code bomb.png} claims 9,000 x
 * 9,000 pixels and holds none of them, {@code huge-header.png} claims 100,000 x 100,000, {@code
 * truncated.jpg} lacks its end.
 */
@Timeout(120) // against hanging alone
class TorturePicturesTest {
  private static final Path FILES = Path.of("src/test/resources/pictures");
  private static final int BATCH = 5;
  private static final Map<String, String> BROKEN =
      Map.of(
          "bomb.png", "broken PNG",
          "empty.png", "the file is empty",
          "huge-header.png", "the PNG header claims 100000 x 100000 pixels",
          "text.png", "expected JPEG, PNG, WebP, BMP, TIFF or GIF",
          "truncated.jpg", "broken JPEG");

  @TempDir Path folder;

  private PictureSource source(TortureForm form) throws IOException {
    Path place = folder.resolve("pictures");
    Files.createDirectories(place);
    return PictureSources.open(List.of(form.write(FILES, place)));
  }

  private static Recipe recipe(String... changes) {
    return TinyRun.recipe(
        Stream.concat(
                Stream.of(
                    "optimiser.batch=" + BATCH, "schedule.epochs=1", "pictures.max-skipped=0.25"),
                Stream.of(changes))
            .toArray(String[]::new));
  }

  private record Trained(Pretraining.Outcome outcome, List<String> skipped, List<Double> losses) {}

  private Trained train(TortureForm form, String name, Recipe recipe) throws Exception {
    List<Double> losses = new ArrayList<>();
    PretrainingListener listener =
        new PretrainingListener() {
          @Override
          public void stepped(Progress progress) {
            losses.add(progress.report().losses().total());
          }
        };
    Path run = folder.resolve(name);
    try (PictureSource source = source(form);
        Pretraining pretraining = new Pretraining(recipe, source, listener)) {
      Pretraining.Outcome outcome = pretraining.run(RunFolder.create(run));
      return new Trained(outcome, Files.readAllLines(run.resolve("skipped.tsv")), losses);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneEpoch_isTrained_andExactlyTheBrokenFilesAreListed_forAnyNumberOfThreads(TortureForm form)
      throws Exception {
    Trained one = train(form, "one", recipe("pictures.threads=1"));
    Trained four = train(form, "four", recipe("pictures.threads=4"));

    assertThat(one.outcome().steps()).isEqualTo(20 / BATCH);
    assertThat(one.outcome().complete()).isTrue();
    assertThat(one.outcome().skippedPictures()).isEqualTo(BROKEN.size());
    Map<String, String> listed = new TreeMap<>();
    for (String line : one.skipped()) {
      listed.put(fileName(line.substring(0, line.indexOf('\t'))), line);
    }
    assertThat(listed).hasSize(one.skipped().size()).containsOnlyKeys(BROKEN.keySet());
    listed.forEach((file, line) -> assertThat(line).contains("\t" + BROKEN.get(file)));
    assertThat(four.skipped()).isEqualTo(one.skipped());
    assertThat(one.losses()).hasSize(4).allMatch(Double::isFinite).isEqualTo(four.losses());
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @ParameterizedTest
  @EnumSource
  void batches_areFull_andTheSameForOneAndForFourThreads(TortureForm form) throws Exception {
    try (PictureSource source = source(form)) {
      assertThat(source.size()).isEqualTo(20);
      assertThat(source.levels()).singleElement().satisfies(this::holdsTwoClasses);
      List<Object> one = batches(source, 1);

      assertThat(batches(source, 4)).isEqualTo(one);
    }
  }

  private void holdsTwoClasses(LabelLevel level) {
    assertThat(level.classes()).hasSize(2);
    assertThat(Arrays.stream(level.labels()).sum()).isEqualTo(10);
  }

  private static List<Object> batches(PictureSource source, int threads) throws Exception {
    PictureReader reader = new PictureReader(source, new SkippedPictures(source, 1));
    List<Object> all = new ArrayList<>();
    try (CropLoader loader =
        new CropLoader(
            source,
            reader,
            recipe().cropSettings(),
            new LoaderOptions(BATCH, 3, 0, threads, 2, true))) {
      for (int step = 0; step < 2 * 20 / BATCH; step++) {
        try (PixelBatch batch = loader.next();
            Scope scope = Scope.withoutGradients()) {
          assertThat(batch.images()).isEqualTo(BATCH);
          all.add(Arrays.stream(batch.pictures()).boxed().toList());
          all.add(Arrays.toString(batch.weak()));
          all.add(Arrays.hashCode(Tensors.toFloats(batch.teacher())));
          all.add(Arrays.hashCode(Tensors.toFloats(batch.globals())));
          all.add(Arrays.hashCode(Tensors.toFloats(batch.locals())));
        }
      }
    }
    assertThat(reader.skipped().count()).isEqualTo(BROKEN.size());
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void everyOtherFile_showsTheScene(TortureForm form) throws Exception {
    try (PictureSource source = source(form)) {
      int shown = 0;
      for (int i = 0; i < source.size(); i++) {
        String path = source.path(i);
        if (!BROKEN.containsKey(fileName(path))) {
          RgbImage picture = ImageDecoder.decode((StoredPicture.Encoded) source.read(i));
          assertThat(picture.width()).as(path).isEqualTo(48);
          assertThat(picture.height()).as(path).isEqualTo(32);
          boolean grey = fileName(path).startsWith("grey");
          // luma of the two colours: 0.299 red + 0.587 green + 0.114 blue
          assertColour(path, picture, 4, grey ? new int[] {88, 88, 88} : new int[] {200, 40, 40});
          assertColour(path, picture, 43, grey ? new int[] {70, 70, 70} : new int[] {40, 60, 200});
          shown++;
        }
      }
      assertThat(shown).isEqualTo(15);
    }
  }

  private static void assertColour(String path, RgbImage picture, int column, int[] colour) {
    for (int channel = 0; channel < 3; channel++) {
      int value = picture.pixels()[3 * (16 * picture.width() + column) + channel] & 0xff;
      assertThat(value).as(path + " at column " + column).isCloseTo(colour[channel], within(3));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FOLDER", "COMPRESSED_SHARDS"})
  void moreBrokenFilesThanAllowed_endTheRun(TortureForm form) {
    assertThatThrownBy(() -> train(form, "run", recipe("pictures.max-skipped=0.2")))
        .isInstanceOf(TooManySkippedException.class)
        .hasMessageContaining("5 of 20 pictures")
        .hasMessageContaining("raise pictures.max-skipped");
  }
}
