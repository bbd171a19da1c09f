package mugs.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mugs.augment.CropSettings;
import mugs.embed.NetworkDescription;
import mugs.load.Normalisation;
import mugs.method.MugsSettings;
import mugs.vit.VitSettings;

/**
 * Everything that decides what a run learns and how: the settings of a run, complete and checked.
 *
 * <p>A recipe is written as YAML with one section a component and hyphenated keys. A file may start
 * from another with {@code extends: NAME}, a built-in recipe or a file beside it; without it a file
 * starts from {@code vit-s16-100ep}. An unknown key, a wrong type or an impossible value is
 * refused.
 *
 * @param name of the recipe; where a file does not give one, the file's own
 * @param pictures how pictures are read
 * @param crops what is cut out of them
 * @param backbone the network
 * @param heads what stands behind it in training
 * @param supervision what it learns from
 * @param optimiser how it is updated
 * @param schedule how long, and how rates move
 * @param run how the run is carried out
 */
public record Recipe(
    String name,
    PictureSettings pictures,
    CropRecipe crops,
    BackboneSettings backbone,
    HeadSettings heads,
    SupervisionSettings supervision,
    OptimiserSettings optimiser,
    ScheduleSettings schedule,
    RunSettings run) {

  /**
   * Checks all settings.
   *
   * @throws RecipeException if one is out of its range or two contradict each other
   */
  public Recipe(
      String name,
      PictureSettings pictures,
      CropRecipe crops,
      BackboneSettings backbone,
      HeadSettings heads,
      SupervisionSettings supervision,
      OptimiserSettings optimiser,
      ScheduleSettings schedule,
      RunSettings run) {
    this.name = name;
    this.pictures = pictures;
    this.crops = crops;
    this.backbone = backbone;
    this.heads = heads;
    this.supervision = supervision;
    this.optimiser = optimiser;
    this.schedule = schedule;
    this.run = run;
    RecipeChecks.check(this);
  }

  /**
   * Loads a recipe.
   *
   * @param nameOrFile a built-in recipe (see {@link RecipePresets}) or a YAML file; {@code ./demo}
   *     is a file even where a built-in recipe has that name
   * @param assignments such as {@code optimiser.batch=64}, later ones winning
   * @throws RecipeException if there is no such recipe or something in it is wrong
   */
  public static Recipe load(String nameOrFile, String... assignments) {
    return RecipeResolver.load(nameOrFile, List.of(assignments));
  }

  /**
   * Returns this recipe with some settings changed.
   *
   * @param assignments such as {@code schedule.steps=1200}, later ones winning
   * @throws RecipeException if one of them is wrong
   */
  public Recipe with(String... assignments) {
    return RecipeResolver.change(this, List.of(assignments));
  }

  /** Returns the recipe as YAML with every key in it; loading that gives an equal recipe. */
  public String toYaml() {
    StringBuilder yaml = new StringBuilder();
    String previous = "";
    for (Map.Entry<String, Object> entry : RecipeKeys.values(this).entrySet()) {
      String path = entry.getKey();
      String indent = "";
      int start = 0;
      for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', start)) {
        if (!previous.startsWith(path.substring(0, dot + 1))) {
          yaml.append(indent).append(path, start, dot).append(":\n");
        }
        indent += "  ";
        start = dot + 1;
      }
      String value = RecipeKeys.named(path).text(entry.getValue());
      yaml.append(indent).append(path.substring(start)).append(": ").append(value).append('\n');
      previous = path;
    }
    return yaml.toString();
  }

  /**
   * A key to which two recipes give different values.
   *
   * @param key such as {@code optimiser.batch}
   * @param here its value in this recipe, as written in YAML
   * @param there its value in the other one
   */
  public record Difference(String key, String here, String there) {
    private static final Set<String> OF_THE_LENGTH =
        Set.of("schedule.epochs", "schedule.steps", "run.max-steps");

    /** Returns whether a run that goes on with the other value ends with another result. */
    public boolean changesResult() {
      return RecipeKeys.named(key).changesResult();
    }

    /** Returns whether it is about how long a run trains. */
    public boolean changesLength() {
      return OF_THE_LENGTH.contains(key);
    }
  }

  /** Returns the keys that say how long a run trains. */
  public static Set<String> keysOfTheLength() {
    return Difference.OF_THE_LENGTH;
  }

  /** Returns the keys, beside the name, in which another recipe is not equal to this one. */
  public List<Difference> differences(Recipe other) {
    Map<String, Object> theirs = RecipeKeys.values(other);
    List<Difference> differences = new ArrayList<>();
    RecipeKeys.values(this)
        .forEach(
            (key, value) -> {
              Object their = theirs.getOrDefault(key, value);
              if (!value.equals(their) && !key.equals("name")) {
                RecipeKey named = RecipeKeys.named(key);
                differences.add(new Difference(key, named.text(value), named.text(their)));
              }
            });
    return List.copyOf(differences);
  }

  /**
   * Returns this recipe with what it leaves open as a run has settled it: the micro-batch, where
   * this one says {@code auto}.
   *
   * @param recorded recipe of the run
   */
  public Recipe settledAs(Recipe recorded) {
    return run.microBatch().isAuto()
        ? with("run.micro-batch=" + recorded.run().microBatch())
        : this;
  }

  /** Returns the method's settings of this recipe. */
  public MugsSettings method() {
    SupervisionSettings.Instance instance = supervision.instance();
    SupervisionSettings.LocalGroup localGroup = supervision.localGroup();
    SupervisionSettings.Group group = supervision.group();
    return new MugsSettings(
        vit(),
        backbone.dropPath(),
        new MugsSettings.Heads(
            heads.hidden(),
            heads.predictorHidden(),
            heads.output(),
            heads.groupHidden(),
            heads.bottleneck()),
        new MugsSettings.Instance(instance.weight(), instance.temperature(), instance.queue()),
        new MugsSettings.LocalGroup(
            localGroup.weight(),
            localGroup.temperature(),
            localGroup.queue(),
            localGroup.memory(),
            localGroup.neighbours()),
        new MugsSettings.Group(
            group.weight(),
            group.studentTemperature(),
            group.prototypes(),
            group.centreMomentum(),
            group.normLastLayer()),
        new MugsSettings.Optimiser(
            optimiser.beta1(), optimiser.beta2(), optimiser.eps(), optimiser.patchEmbeddingRate()));
  }

  /** Returns what rebuilds the backbone and prepares its pictures. */
  public NetworkDescription network() {
    return new NetworkDescription(vit(), pictures.mean().toList(), pictures.deviation().toList());
  }

  /** Returns the shape of its backbone. */
  public VitSettings vit() {
    return VitSettings.of(
            crops.globalSize(),
            backbone.patchSize(),
            backbone.width(),
            backbone.blocks(),
            backbone.heads())
        .withChannels(crops.channels());
  }

  /** Returns what crops are taken of a picture. */
  public CropSettings cropSettings() {
    return crops.settings(pictures);
  }

  /** Returns how the pixels of crops become floats. */
  public Normalisation normalisation() {
    return pictures.normalisation(crops.channels());
  }
}
