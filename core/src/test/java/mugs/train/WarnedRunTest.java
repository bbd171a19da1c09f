package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mugs.load.PlainPictures;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;
import mugs.source.StoredPicture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that go wrong in truth, each by settings or pictures that must make it so. */
class WarnedRunTest {
  private static final int COUNT = 48;
  private static final PlainPictures COLOURED = PlainPictures.coloured(COUNT);

  /**
   * Without what would tell crops of one grey picture from those of another; equal pictures then
   * give next to no gradient, for the queue's keys are equal too.
   */
  private static final String[] AS_THEY_ARE = {
    "crops.weak.jitter=0",
    "crops.weak.first.solarise=0",
    "crops.weak.second.solarise=0",
    "crops.weak.local.solarise=0",
    "crops.strong=0",
    "optimiser.rate=1e-6",
    "supervision.local-group.weight=0",
    "supervision.group.weight=0",
    "schedule.epochs=10"
  };

  @TempDir private Path folder;
  private final List<String> heard = new ArrayList<>();

  /** Pictures of one grey until they get their colours. */
  private static final class Fading implements PictureSource {
    private static final byte[] GREY = new byte[3 * PlainPictures.SIDE * PlainPictures.SIDE];
    private volatile boolean coloured;

    @Override
    public String name() {
      return "fading";
    }

    @Override
    public int size() {
      return COUNT;
    }

    @Override
    public List<LabelLevel> levels() {
      return List.of();
    }

    @Override
    public String path(int index) {
      return COLOURED.path(index);
    }

    @Override
    public StoredPicture read(int index) throws IOException {
      return coloured
          ? COLOURED.read(index)
          : new StoredPicture.Raw(GREY.clone(), PlainPictures.SIDE, PlainPictures.SIDE);
    }
  }

  private void run(PictureSource pictures, Runnable atStep40, String... settings) throws Exception {
    PretrainingListener listener =
        new PretrainingListener() {
          @Override
          public void warned(long step, String words) {
            heard.add(words);
          }

          @Override
          public void stepped(Progress progress) {
            if (progress.step() == 40) {
              atStep40.run();
            }
          }
        };
    try (Pretraining pretraining = new Pretraining(TinyRun.recipe(settings), pictures, listener)) {
      pretraining.run(RunFolder.create(folder.resolve("run")));
    }
  }

  /** What is heard is also an event and a line of the log, and the report finds it. */
  private void assertTold(String start) throws IOException {
    assertThat(heard).as("heard").anyMatch(words -> words.startsWith(start));
    List<String> events = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("run/events.jsonl"))) {
      JsonNode event = new ObjectMapper().readTree(line);
      if (event.path("event").asText().equals("warning")) {
        events.add(event.path("warning").asText());
      }
    }
    assertThat(events).containsAll(heard);
    assertThat(folder.resolve("run/log.txt"))
        .content()
        .matches("(?s).*  WARNING at step [0-9]+: " + start + ".*");
    assertThat(RunHistory.read(folder.resolve("run")).warnings())
        .anyMatch(warning -> warning.step() > 0 && warning.words().startsWith(start));
  }

  @Test
  void picturesThatAreAllTheSame_haveFeaturesThatAreAlike() throws Exception {
    run(new Fading(), () -> {}, AS_THEY_ARE);

    assertTold("the features of all pictures are alike");
  }

  @Test
  void picturesThatSuddenlyDiffer_giveAGradientThatExplodes() throws Exception {
    Fading pictures = new Fading();

    run(pictures, () -> pictures.coloured = true, AS_THEY_ARE);

    assertTold("a gradient of norm ");
  }

  @Test
  void temperaturesThatLevelAllScores_keepTheLossesAtTheValueForChance() throws Exception {
    run(
        COLOURED,
        () -> {},
        "supervision.instance.temperature=100",
        "supervision.local-group.temperature=100",
        "supervision.group.student-temperature=100",
        "schedule.epochs=6");

    assertTold("the instance loss is 3.50 after the warm-up");
    assertTold("the local-group loss is 3.50 after the warm-up");
    assertTold("the group loss is 2.76 after the warm-up");
  }

  @Test
  void hotTeacher_doesNotChoose() throws Exception {
    run(
        COLOURED,
        () -> {},
        "supervision.group.teacher-temperature=10",
        "supervision.group.teacher-temperature-end=10");

    assertTold("the teacher does not choose between prototypes");
  }

  @Test
  void coldTeacherWhoseCentreStands_sendsAllPicturesToOnePrototype() throws Exception {
    run(
        COLOURED,
        () -> {},
        "supervision.group.teacher-temperature=0.001",
        "supervision.group.teacher-temperature-end=0.001",
        "supervision.group.centre-momentum=1");

    assertTold("all pictures go to one prototype");
  }
}
