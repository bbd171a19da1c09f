package mugs.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import mugs.source.EmojiSource;
import mugs.train.Recipe;
import mugs.train.RunFolder;

/**
 * A run that is to go on: what its folder says of it, held against what the command line says.
 *
 * @param folder of the run
 * @param recorded recipe that it was begun with
 * @param recipe that it goes on with: the same but for keys that change no result, or one that
 *     trains longer
 * @param pictures to open
 */
record RunToResume(RunFolder folder, Recipe recorded, Recipe recipe, List<String> pictures) {

  /**
   * Reads the folder.
   *
   * @param path of the run
   * @param named recipe on the command line, if there is one
   * @param assignments on the command line
   * @param pictures on the command line; may be empty
   * @param extend whether the run may become longer
   * @throws IOException if there is no run in the folder, or it cannot be read
   * @throws CommandException if the command line says otherwise than the run
   */
  static RunToResume find(
      Path path,
      Optional<String> named,
      String[] assignments,
      List<String> pictures,
      boolean extend)
      throws IOException {
    RunFolder folder = RunFolder.existing(path);
    Recipe written = folder.recipe();
    Recipe given =
        named
            .map(name -> Recipe.load(name, assignments))
            .orElseGet(() -> written.with(assignments))
            .settledAs(written);
    Recipe recorded = written.settledAs(given); // the checkpoint tells whether that is right
    check(recorded, given, extend);
    List<String> opened = pictures.isEmpty() ? folder.pictures() : absolute(pictures);
    if (opened.isEmpty()) {
      throw CommandException.usage(
          path + " does not say where its pictures are: name them on the command line");
    }
    if (pictures.isEmpty()) {
      checkThere(opened, path);
    }
    return new RunToResume(folder, recorded, given.with("name=" + recorded.name()), opened);
  }

  /** Whoever moved the pictures should not have to guess how to say where they are now. */
  private static void checkThere(List<String> recorded, Path run) {
    for (String name : recorded) {
      boolean named = name.startsWith(EmojiSource.NAME) || name.contains("{");
      if (!named && !Files.exists(Path.of(name))) {
        throw CommandException.usage(
            "%s, which %s was begun with, is not there: put it back, or say where the pictures are now with mugs pretrain NEW/PLACE --resume --out %s"
                .formatted(name, run, ShellWord.of(run)));
      }
    }
  }

  private static void check(Recipe recorded, Recipe given, boolean extend) {
    List<Recipe.Difference> differences = recorded.differences(given);
    List<Recipe.Difference> wrong =
        differences.stream()
            .filter(Recipe.Difference::changesResult)
            .filter(difference -> !extend || !difference.changesLength())
            .toList();
    if (!wrong.isEmpty()) {
      boolean longer = wrong.stream().allMatch(Recipe.Difference::changesLength);
      throw CommandException.usage(
          "a run goes on with the settings it was begun with: %s; %s"
              .formatted(
                  wrong.stream()
                      .map(
                          difference ->
                              "%s is %s in the run and %s here"
                                  .formatted(
                                      difference.key(), difference.here(), difference.there()))
                      .collect(Collectors.joining(", ")),
                  longer
                      ? "give --extend to change how long it trains"
                      : "leave that out, or start a new run with another --out"));
    }
    if (extend && differences.stream().noneMatch(Recipe.Difference::changesLength)) {
      throw CommandException.usage(
          "--extend changes how long a run trains: say how long with --set and one of "
              + Recipe.keysOfTheLength().stream().sorted().collect(Collectors.joining(", ")));
    }
  }

  /** Returns the key that says how long the run trains. */
  String keyOfTheLength() {
    if (recipe.run().maxSteps() > 0) {
      return "run.max-steps";
    }
    return recipe.schedule().steps() > 0 ? "schedule.steps" : "schedule.epochs";
  }

  /** Returns picture collections by paths that hold from any directory. */
  static List<String> absolute(List<String> pictures) {
    return pictures.stream()
        .map(path -> path.startsWith(EmojiSource.NAME) ? path : absolute(Path.of(path)).toString())
        .toList();
  }

  /** Dots are left out where that leads to the same place: behind a link {@code ..} may not. */
  private static Path absolute(Path path) {
    Path whole = path.toAbsolutePath();
    Path plain = whole.normalize();
    try {
      return plain.equals(whole) || Files.isSameFile(plain, whole) ? plain : whole;
    } catch (IOException e) {
      return whole; // a pattern such as shard-{0000..0127}.tar
    }
  }
}
