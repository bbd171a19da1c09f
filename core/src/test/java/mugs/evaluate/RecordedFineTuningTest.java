package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import mugs.augment.ClassifierCrops;
import mugs.augment.ClassifierSettings;
import mugs.embed.NetworkDescription;
import mugs.engine.Placement;
import mugs.engine.Precision;
import mugs.engine.SafetensorsReader;
import mugs.engine.SafetensorsWriter;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.engine.Workers;
import mugs.evaluate.FineTuneSettings.Start;
import mugs.load.CropBatch;
import mugs.load.LoaderOptions;
import mugs.load.PictureReader;
import mugs.load.PlainPictures;
import mugs.load.SkippedPictures;
import mugs.vit.VitSettings;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fine-tuning against timm's, as {@code interop/plain_fine_tuning.py} recorded it in float64. */
class RecordedFineTuningTest {
  private static final Placement EXACT = Precision.FLOAT64.onCpu();
  private static final Path FOLDER = Path.of("src/test/resources/fine-tuning");

  /**
   * Losses are sums of a few hundred products of numbers near 1, each good to 1e-16. A gradient of
   * that error makes AdamW, which divides it by 1e-8 at least, err by 1e-8 of the rate, 0.02, in
   * each of ten steps where it is itself as small as its error; elsewhere by far less.
   */
  private static final double OF_A_LOSS = 1e-11;

  private static final double OF_A_WEIGHT = 1e-9;

  @TempDir private Path temporary;

  private final Scope scope = Scope.withoutGradients();
  private Map<String, Tensor> tensors = Map.of();
  private JsonNode steps = new ObjectMapper().createObjectNode();

  @BeforeEach
  void read() throws Exception {
    steps = new ObjectMapper().readTree(FOLDER.resolve("steps.json").toFile());
    try (SafetensorsReader reader = SafetensorsReader.open(FOLDER.resolve("tensors.safetensors"))) {
      tensors = reader.readAll();
    }
  }

  @AfterEach
  void free() {
    scope.close();
  }

  /** Pictures that are given, anew each time: a box is pasted in place. */
  private record Given(Tensor pixels, long[] pictures) implements CropBatch {
    @Override
    public int images() {
      return pictures.length;
    }

    @Override
    public int localCrops() {
      return 0;
    }

    @Override
    public boolean[] weak() {
      return new boolean[pictures.length];
    }

    @Override
    public Tensor teacher(int from, int count) {
      throw new UnsupportedOperationException("a classifier has no teacher");
    }

    @Override
    public Tensor globals(int from, int count) {
      return EXACT.copyOf(pixels.narrow(0, from, count).unsqueeze(0));
    }

    @Override
    public Tensor locals(int from, int count) {
      throw new UnsupportedOperationException("a classifier sees no local crops");
    }

    @Override
    public void close() {
      pixels.close();
    }
  }

  private Map<String, Tensor> recorded(String run, int step) {
    String prefix = "%s.%02d.".formatted(run, step);
    Map<String, Tensor> named = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            named.put(name.substring(prefix.length()), tensor);
          }
        });
    return named;
  }

  private Classifier begun(String run, Start start) throws Exception {
    JsonNode sizes = steps.get("network");
    VitSettings vit =
        VitSettings.of(
            sizes.get("size").asInt(),
            sizes.get("patch").asInt(),
            sizes.get("width").asInt(),
            sizes.get("blocks").asInt(),
            sizes.get("heads").asInt());
    NetworkDescription network =
        new NetworkDescription(vit, List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));
    Path file = temporary.resolve("start.safetensors");
    Map<String, Tensor> initial = recorded(run, 0);
    SafetensorsWriter.write(file, initial, network.metadata());
    Classifier classifier = Classifier.begin(file, start, sizes.get("classes").asInt(), 1, EXACT);
    for (String name : List.of("head.weight", "head.bias")) {
      classifier.parameters().get(name).copy_(Objects.requireNonNull(initial.get(name)));
    }
    return classifier;
  }

  private FineTuneSettings settings(JsonNode named, Start start) {
    return new FineTuneSettings(
        start,
        named.get("epochs").asInt(),
        steps.get("batch").asInt(),
        named.get("rate").asDouble(),
        named.get("endRate").asDouble(),
        named.get("warmUpEpochs").asInt(),
        named.get("weightDecay").asDouble(),
        named.get("layerDecay").asDouble(),
        0,
        new MixSettings(0.8, 1, 0.5, named.get("smoothing").asDouble()),
        false,
        0,
        1);
  }

  /** As many pictures as there are labels; what they show is given batch by batch. */
  private LabelledPictures pictures() {
    int[] labels = integers(steps.get("labels"));
    PlainPictures source = PlainPictures.coloured(labels.length);
    return new LabelledPictures(
        source,
        labels,
        new PictureReader(source, new SkippedPictures(source, 0)),
        new ClassifierCrops(
            ClassifierSettings.plain(3, steps.get("network").get("size").asInt()), 1),
        LoaderOptions.of(steps.get("batch").asInt(), 1));
  }

  private static int[] integers(JsonNode numbers) {
    return IntStream.range(0, numbers.size()).map(i -> numbers.get(i).asInt()).toArray();
  }

  private Mixing mixing(JsonNode step) {
    double share = step.get("share").asDouble();
    if (!step.get("mixing").asText().equals("pasted")) {
      return Mixing.faded(share);
    }
    int[] centre = integers(step.get("centre"));
    return Mixing.pasted(share, steps.get("network").get("size").asInt(), centre[0], centre[1]);
  }

  @ParameterizedTest
  @CsvSource({
    "fine-tune, 1, 0, false",
    "fine-tune, 2, 1, false",
    "fine-tune, 1, 3, true",
    "semi, 1, 0, false",
    "semi, 2, 1, false"
  })
  void lossesAndAllWeights_areThoseOfTimm_stepByStep(
      String run, int workerCount, int microBatch, boolean checkpointing) throws Exception {
    JsonNode recorded = steps.get("cases").get(run);
    JsonNode named = recorded.get("settings");
    Start start = named.get("projector").asBoolean() ? Start.PROJECTOR : Start.BACKBONE;
    try (Classifier classifier = begun(run, start);
        Workers workers = new Workers(workerCount, 1);
        FineTuning training =
            new FineTuning(
                settings(named, start),
                classifier,
                pictures(),
                new FineTuning.Execution(workers, microBatch, checkpointing))) {
      assertThat(training.steps()).isEqualTo(recorded.get("steps").size());
      for (int i = 0; i < training.steps(); i++) {
        JsonNode step = recorded.get("steps").get(i);
        Tensor pixels = Objects.requireNonNull(tensors.get("%s.pixels.%02d".formatted(run, i)));
        long[] shown = IntStream.of(integers(step.get("pictures"))).asLongStream().toArray();
        double loss = training.learn(new Given(pixels, shown), mixing(step), i);
        assertThat(loss)
            .as("loss of step %d", i)
            .isCloseTo(step.get("loss").asDouble(), within(OF_A_LOSS));
        compare(classifier, recorded(run, i + 1), "after step %d: ".formatted(i));
      }
    }
  }

  private static void compare(Classifier classifier, Map<String, Tensor> expected, String when) {
    assertThat(classifier.parameters().asMap()).containsOnlyKeys(expected.keySet());
    expected.forEach(
        (name, tensor) ->
            assertThat(Tensors.toDoubles(classifier.parameters().get(name)))
                .as(when + name)
                .containsExactly(Tensors.toDoubles(tensor), within(OF_A_WEIGHT)));
  }
}
