package mugs.verify;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import mugs.engine.Device;
import mugs.engine.Engine;
import mugs.engine.FileFailure;
import mugs.engine.UnsoundFileException;
import mugs.exchange.ImportOptions;
import mugs.exchange.ImportedWeights;
import mugs.exchange.UnusableWeightsException;
import mugs.vit.VitSettings;

/**
 * Weights files of other programs: {@code settings.json} tells the sizes of their networks, and
 * which file of pixels and tokens belongs to which; a file whose name begins with {@code refuse-}
 * must be refused.
 *
 * @param device that runs the networks
 */
public record RecordedWeights(Device device) implements RecordedKind {
  private static final String REFUSE = "refuse-";

  @Override
  public String file() {
    return "settings.json";
  }

  @Override
  public String sectionsKey() {
    return "weights";
  }

  @Override
  public String checksKey() {
    return "files";
  }

  /** {@inheritDoc} A file at which something goes wrong fails, and the others go on. */
  @Override
  public List<Section> verify(String name, Path folder, VerifyListener listener)
      throws IOException {
    JsonFields settings = JsonFields.read(folder.resolve(file())); // before libtorch is loaded
    double tolerance = settings.number("tolerance");
    JsonFields good = settings.object("good");
    List<String> bad = toRefuse(folder);
    List<String> files = new ArrayList<>();
    good.node().fieldNames().forEachRemaining(files::add);
    Engine.start();
    listener.section("%s, %d weights files".formatted(name, files.size() + bad.size()));
    List<Check> checks = new ArrayList<>();
    for (String file : files) {
      FileSettings own = new FileSettings(settings, file);
      checks.add(checked(listener, used(folder, file, own, good.text(file), tolerance)));
    }
    for (String file : bad) {
      FileSettings own = new FileSettings(settings, file);
      checks.add(checked(listener, refused(folder, file, own)));
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("folder", name);
    facts.put("good", files.size());
    facts.put("toRefuse", bad.size());
    return List.of(new Section(facts, checks));
  }

  private static List<String> toRefuse(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> content = Files.newDirectoryStream(folder, REFUSE + "*")) {
      content.forEach(path -> names.add(path.getFileName().toString()));
    }
    names.sort(null);
    return names;
  }

  private static WeightsCheck checked(VerifyListener listener, WeightsCheck check) {
    listener.checked(check);
    return check;
  }

  private WeightsCheck used(
      Path folder, String file, FileSettings own, String answers, double tolerance) {
    try (ImportedWeights weights = ImportedWeights.read(folder.resolve(file), own.options())) {
      own.compare(weights.settings());
      return WeightsCheck.used(
          file,
          false,
          new RecordedTokens(folder.resolve(answers), device).differences(weights),
          tolerance);
    } catch (UnusableWeightsException e) {
      return WeightsCheck.refused(file, false, reason(folder, file, e));
    } catch (IOException e) {
      return WeightsCheck.failed(file, false, reason(folder, file, e));
    } catch (RuntimeException e) { // of libtorch too
      return WeightsCheck.failed(file, false, "ended in " + e);
    }
  }

  private static WeightsCheck refused(Path folder, String file, FileSettings own) {
    try (ImportedWeights weights = ImportedWeights.read(folder.resolve(file), own.options())) {
      return WeightsCheck.used(file, true, Map.of(), 0);
    } catch (IOException e) {
      return isRefusal(e)
          ? WeightsCheck.refused(file, true, reason(folder, file, e))
          : WeightsCheck.failed(file, true, reason(folder, file, e));
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      return WeightsCheck.failed(file, true, "ended in " + e);
    }
  }

  /** Whether a file was refused for what it holds, and not because it could not be read. */
  private static boolean isRefusal(IOException e) {
    return e instanceof UnusableWeightsException || e instanceof UnsoundFileException;
  }

  /** The first line of a message, without the folder and the file that stand beside it. */
  private static String reason(Path folder, String file, IOException e) {
    String line = FileFailure.reason(e).lines().findFirst().orElse("");
    return line.replace(folder + "/", "").replaceFirst("^" + Pattern.quote(file) + ": ", "");
  }

  @Override
  public String counted(List<Section> sections) {
    List<Check> checks = sections.stream().flatMap(section -> section.checks().stream()).toList();
    long failed = checks.stream().filter(check -> !check.holds()).count();
    return "%s%d weights files".formatted(failed == 0 ? "" : failed + " of ", checks.size());
  }

  /**
   * What the settings say of one file: each setting is one for all of them, or an object with one
   * for each.
   *
   * @param settings of the folder
   * @param file that is meant
   */
  private record FileSettings(JsonFields settings, String file) {

    ImportOptions options() throws IOException {
      OptionalInt heads = tells("heads") ? OptionalInt.of(whole("heads")) : OptionalInt.empty();
      double epsilon =
          tells("layer_norm_eps") ? number("layer_norm_eps") : VitSettings.LAYER_NORM_EPSILON;
      return new ImportOptions(Optional.empty(), heads, epsilon);
    }

    private int whole(String name) throws IOException {
      return settings.node().path(name).isObject()
          ? settings.object(name).integer(file, 1, Integer.MAX_VALUE)
          : settings.integer(name, 1, Integer.MAX_VALUE);
    }

    private double number(String name) throws IOException {
      return settings.node().path(name).isObject()
          ? settings.object(name).number(file)
          : settings.number(name);
    }

    private boolean tells(String name) {
      return settings.node().path(name).isObject()
          ? settings.node().path(name).has(file)
          : settings.has(name);
    }

    /** Sees that the tensors gave the sizes that were recorded. */
    void compare(VitSettings found) throws IOException {
      compare("image_size", found.imageSize());
      compare("patch_size", found.patchSize());
      compare("width", found.width());
      compare("depth", found.blocks());
      compare("heads", found.heads());
    }

    private void compare(String name, int found) throws IOException {
      if (tells(name) && whole(name) != found) {
        throw new IOException(
            "its tensors give %s %d, the settings say %d".formatted(name, found, whole(name)));
      }
    }
  }
}
