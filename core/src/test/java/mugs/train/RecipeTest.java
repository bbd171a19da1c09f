package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mugs.augment.AreaRange;
import mugs.augment.CropSettings;
import mugs.augment.ErasingSettings;
import mugs.augment.RandAugment;
import mugs.augment.Range;
import mugs.augment.StrongOperation;
import mugs.augment.WeakSettings;
import mugs.engine.Device;
import mugs.engine.Precision;
import mugs.image.Warp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecipeTest {

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("mugs.train.RecipePresets#names")
  void builtInRecipe_printedAndReadBack_isEqual(String name) throws IOException {
    Recipe recipe = Recipe.load(name);
    Path printed = write("printed.yaml", recipe.toYaml());

    assertThat(Recipe.load(printed.toString())).isEqualTo(recipe);
    assertThat(recipe.name()).isEqualTo(name);
    assertThat(RecipePresets.summary(name)).isNotBlank().doesNotStartWith("#");
  }

  @Test
  void paperRecipe_hasThePapersSettings() {
    Recipe recipe = Recipe.load("vit-s16-100ep");

    assertThat(recipe.backbone()).isEqualTo(new BackboneSettings(384, 12, 6, 16, 0.1));
    assertThat(recipe.heads()).isEqualTo(new HeadSettings(2048, 4096, 256, 2048, 256));
    assertThat(recipe.cropSettings()).isEqualTo(CropSettings.paper());
    assertThat(recipe.supervision())
        .isEqualTo(
            new SupervisionSettings(
                new SupervisionSettings.Instance(1, 0.2, 65536),
                new SupervisionSettings.LocalGroup(1, 0.2, 65536, 65536, 8),
                new SupervisionSettings.Group(1, 0.1, 0.04, 0.04, 0, 65536, 0.9, 1, false)));
    assertThat(recipe.optimiser())
        .isEqualTo(
            new OptimiserSettings(512, 8e-4, 1e-6, 0.2, 0.04, 0.2, 3, 0, 0, 0.9, 0.999, 1e-8));
    assertThat(recipe.optimiser().scaledRate()).isCloseTo(1.6e-3, within(1e-18));
    assertThat(recipe.schedule()).isEqualTo(new ScheduleSettings(100, 0, 10, 0.996, 1));
  }

  /** Values from the table of the authors' released scripts. */
  @ParameterizedTest
  @CsvSource({
    "vit-s16-300ep,  384, 12,  6, 0.1, 300, 1024, 8e-4,   1e-6,   0.04,  0.1,  0.07, 30, 1, false, 0",
    "vit-s16-800ep,  384, 12,  6, 0.1, 800, 1024, 8e-4,   1e-6,   0.04,  0.1,  0.07, 30, 1, false, 0",
    "vit-b16-400ep,  768, 12, 12, 0.1, 400, 1008, 8e-4,   2e-6,   0.04,  0.1,  0.07, 50, 3, false, 0",
    "vit-l16-250ep, 1024, 24, 16, 0.3, 250,  640, 1.5e-3, 1.5e-4, 0.025, 0.08, 0.07, 50, 3, true,  0.3"
  })
  void paperRecipes_haveTheSettingsOfTheReleasedScripts(
      String name,
      int width,
      int blocks,
      int heads,
      double dropPath,
      int epochs,
      int batch,
      double rate,
      double endRate,
      double decay,
      double decayEnd,
      double temperatureEnd,
      int temperatureEpochs,
      int frozen,
      boolean normLastLayer,
      double lateClip) {
    Recipe recipe = Recipe.load(name);

    assertThat(recipe.backbone())
        .isEqualTo(new BackboneSettings(width, blocks, heads, 16, dropPath));
    assertThat(recipe.heads()).isEqualTo(new HeadSettings(2048, 4096, 256, 2048, 256));
    assertThat(recipe.schedule()).isEqualTo(new ScheduleSettings(epochs, 0, 10, 0.996, 1));
    assertThat(recipe.supervision().group())
        .isEqualTo(
            new SupervisionSettings.Group(
                1,
                0.1,
                0.04,
                temperatureEnd,
                temperatureEpochs,
                65536,
                0.9,
                frozen,
                normLastLayer));
    assertThat(recipe.optimiser())
        .isEqualTo(
            new OptimiserSettings(
                batch,
                rate,
                endRate,
                0.2,
                decay,
                decayEnd,
                3,
                lateClip,
                lateClip > 0 ? 101 : 0,
                0.9,
                0.999,
                1e-8));
    assertThat(recipe.crops()).isEqualTo(Recipe.load("vit-s16-100ep").crops());
  }

  @Test
  void cropKeys_whenChanged_reachTheMakerOfCrops() {
    CropSettings crops =
        Recipe.load(
                "demo",
                "crops.channels=1",
                "crops.ratio=[0.5, 2]",
                "crops.flip=0.1",
                "crops.weak.jitter=0.2",
                "crops.weak.brightness=0.3",
                "crops.weak.contrast=0.35",
                "crops.weak.saturation=0.45",
                "crops.weak.hue=0.5",
                "crops.weak.grey=0.6",
                "crops.weak.sigma=[1, 3]",
                "crops.weak.solarise-from=99",
                "crops.weak.first.blur=0.11",
                "crops.weak.first.solarise=0.12",
                "crops.weak.second.blur=0.13",
                "crops.weak.second.solarise=0.14",
                "crops.weak.local.blur=0.15",
                "crops.weak.local.solarise=0.16",
                "crops.strong=0.7",
                "crops.rand-augment.operations=[invert, shear-x]",
                "crops.rand-augment.count=1",
                "crops.rand-augment.probability=0.8",
                "crops.rand-augment.level=5",
                "crops.rand-augment.level-deviation=0.25",
                "crops.rand-augment.rotate=10",
                "crops.rand-augment.shear=0.2",
                "crops.rand-augment.translate=0.3",
                "crops.rand-augment.factor=0.4",
                "crops.rand-augment.posterize=3",
                "crops.rand-augment.solarize-add=50",
                "crops.erase=0.9",
                "crops.erasing.area=[0.1, 0.2]",
                "crops.erasing.ratio=[0.9, 1.1]",
                "crops.vanilla=true",
                "pictures.mean=[0.1, 0.2, 0.4]")
            .cropSettings();

    assertThat(crops)
        .isEqualTo(
            new CropSettings(
                1,
                32,
                16,
                2,
                new AreaRange(0.25, 1),
                new AreaRange(0.25, 1),
                new Range(0.5, 2),
                0.1,
                new WeakSettings(
                    0.2,
                    0.3,
                    0.35,
                    0.45,
                    0.5,
                    0.6,
                    new Range(1, 3),
                    99,
                    new WeakSettings.Ending(0.11, 0.12),
                    new WeakSettings.Ending(0.13, 0.14),
                    new WeakSettings.Ending(0.15, 0.16)),
                0.7,
                new RandAugment(
                    List.of(StrongOperation.INVERT, StrongOperation.SHEAR_X),
                    1,
                    0.8,
                    5,
                    0.25,
                    new RandAugment.Scales(10, 0.2, 0.3, 0.4, 3, 50),
                    // 255 (0.299 x 0.1 + 0.587 x 0.2 + 0.114 x 0.4) = 49.2
                    new Warp.Colour(49, 49, 49)),
                0.9,
                new ErasingSettings(new AreaRange(0.1, 0.2), new Range(0.9, 1.1)),
                true));
  }

  @Test
  void meanOfThePictures_isTheColourThatFillsMovedOnes() {
    assertThat(Recipe.load("demo", "pictures.mean=[0, 0.5, 1]").cropSettings().strong().fill())
        .isEqualTo(new Warp.Colour(0, 128, 255)); // 127.5 is rounded to the even number
  }

  @Test
  void benchRecipe_staysAsItIs() {
    Recipe recipe = Recipe.load("bench-small");

    assertThat(recipe.backbone()).isEqualTo(new BackboneSettings(128, 4, 4, 4, 0.1));
    assertThat(recipe.heads()).isEqualTo(new HeadSettings(512, 512, 128, 512, 128));
    assertThat(recipe.crops().globalSize()).isEqualTo(32);
    assertThat(recipe.crops().localSize()).isEqualTo(16);
    assertThat(recipe.crops().localCrops()).isEqualTo(4);
    assertThat(recipe.supervision().instance().queue()).isEqualTo(2048);
    assertThat(recipe.supervision().localGroup().queue()).isEqualTo(2048);
    assertThat(recipe.supervision().localGroup().memory()).isEqualTo(2048);
    assertThat(recipe.supervision().group().prototypes()).isEqualTo(2048);
    assertThat(recipe.optimiser().batch()).isEqualTo(64);
  }

  @Test
  void demoRecipe_appliesARateOfOneThousandth() {
    assertThat(Recipe.load("demo").optimiser().scaledRate()).isCloseTo(1e-3, within(1e-18));
  }

  @Test
  void fileWithoutExtends_startsFromThePapersRecipe_underItsOwnName() throws IOException {
    Path file = write("cats.yaml", "optimiser:\n  batch: 256\n");

    Recipe recipe = Recipe.load(file.toString());

    assertThat(recipe.name()).isEqualTo("cats");
    assertThat(recipe).isEqualTo(Recipe.load("vit-s16-100ep", "optimiser.batch=256", "name=cats"));
  }

  @Test
  void extendsOverSeveralFiles_laysTheNearerOverTheFarther() throws IOException {
    write("far.yaml", "extends: demo\nname: distant\nbackbone:\n  width: 64\n  blocks: 2\n");
    write("near.yaml", "extends: far.yaml\nbackbone:\n  blocks: 3\n");
    Path file = write("top.yaml", "extends: near.yaml\nbackbone: {heads: 2}\n");

    Recipe recipe = Recipe.load(file.toString());

    assertThat(recipe.backbone()).isEqualTo(new BackboneSettings(64, 3, 2, 8, 0));
    assertThat(recipe.name()).isEqualTo("top");
    assertThat(recipe.schedule()).isEqualTo(Recipe.load("demo").schedule());
  }

  @Test
  void assignments_winOverTheFile_andTheLastOverTheFirst() {
    Recipe recipe =
        Recipe.load(
            "demo",
            "run.seed=1",
            "run.seed=-9",
            "crops.local-area=[0.2, .3]",
            "run.precision=float64",
            "crops.vanilla=true",
            "optimiser.eps=1E-7");

    assertThat(recipe.run().seed()).isEqualTo(-9);
    assertThat(recipe.crops().localArea()).isEqualTo(new Area(0.2, 0.3));
    assertThat(recipe.run().precision()).isEqualTo(Precision.FLOAT64);
    assertThat(recipe.crops().vanilla()).isTrue();
    assertThat(recipe.optimiser().eps()).isEqualTo(1e-7);
  }

  @Test
  void with_changesWhatIsAssigned_andKeepsTheRest() {
    Recipe demo = Recipe.load("demo");

    Recipe changed = demo.with("schedule.steps=1200");

    assertThat(changed.schedule().steps()).isEqualTo(1200);
    assertThat(changed.with("schedule.steps=0")).isEqualTo(demo);
  }

  @Test
  void oddNamesAndNumbers_surviveThePrinting() throws IOException {
    Recipe recipe =
        Recipe.load("demo").with("name=\"my: #1 'best'\"", "optimiser.rate=1.2345678901234567e-5");

    assertThat(recipe.name()).isEqualTo("my: #1 'best'");
    assertThat(Recipe.load(write("x.yaml", recipe.toYaml()).toString())).isEqualTo(recipe);
  }

  @Test
  void device_isNamedInOneWay_andAnotherOneIsNoOtherTraining() throws IOException {
    Recipe demo = Recipe.load("demo");
    Recipe first = demo.with("run.device=cuda");

    assertThat(demo.run().device()).isEqualTo(Device.CPU);
    assertThat(first).isEqualTo(demo.with("run.device=cuda:0")).isNotEqualTo(demo);
    assertThat(Recipe.load(write("x.yaml", first.toYaml()).toString())).isEqualTo(first);
    assertThat(demo.differences(demo.with("run.device=cuda:1")))
        .containsExactly(new Recipe.Difference("run.device", "cpu", "cuda:1"))
        .noneMatch(Recipe.Difference::changesResult);
  }

  @Test
  void printing_isYamlByHand() {
    String yaml = Recipe.load("vit-s16-100ep").toYaml();

    assertThat(yaml)
        .startsWith(
            """
            name: vit-s16-100ep
            pictures:
              limit: 0
              fraction: 1
              max-skipped: 0.01
              max-megabytes: 64
              shuffle-buffer: 1000
              threads: 0
              ahead: 2
              max-pixels: 100000000
              reduced-decode: true
              mean: [0.485, 0.456, 0.406]
              deviation: [0.229, 0.224, 0.225]
            crops:
              channels: 3
              global-size: 224
              local-size: 96
              local-crops: 10
              global-area: [0.25, 1]
            """)
        .contains(
            "    solarise-from: 128\n    first:\n      blur: 1\n      solarise: 0\n    second:\n")
        .contains("  rand-augment:\n    operations: [auto-contrast, equalize, invert, rotate,")
        .contains("supervision:\n  instance:\n    weight: 1\n")
        .contains("    queue: 65536\n  local-group:\n    weight: 1\n")
        .contains("  rate: 8.0e-4\n  end-rate: 1.0e-6\n")
        .endsWith("  precision: float32\n  device: cpu\n  knn-every: 1\n  log-every: 10\n");
  }

  @Test
  void recipeMadeInCode_isCheckedLikeAFile() {
    Recipe demo = Recipe.load("demo");

    assertThatThrownBy(
            () ->
                new Recipe(
                    "mine",
                    new PictureSettings(
                        0,
                        1,
                        1.5,
                        256,
                        1000,
                        0,
                        1,
                        1,
                        false,
                        demo.pictures().mean(),
                        demo.pictures().deviation()),
                    demo.crops(),
                    demo.backbone(),
                    demo.heads(),
                    demo.supervision(),
                    demo.optimiser(),
                    demo.schedule(),
                    demo.run()))
        .isInstanceOf(RecipeException.class)
        .hasMessage("pictures.max-skipped is 1.5: it takes a number from 0 to 1");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
