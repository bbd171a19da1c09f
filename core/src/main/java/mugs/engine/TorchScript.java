package mugs.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.BoolType;
import org.bytedeco.pytorch.ExtraFilesMap;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.Type;
import org.bytedeco.pytorch.global.torch;

/**
 * Networks as TorchScript files: put together from named tensors and source text, and run again
 * from a file. A dotted name such as {@code blocks.0.norm1.weight} makes a module of each part but
 * the last, so that PyTorch's {@code state_dict()} has the same names.
 */
public final class TorchScript implements AutoCloseable {
  private static final String CLASS_PREFIX = "__torch__.mugs.";
  private static final String ROOT = "";

  private final JitModule module;

  private TorchScript(JitModule module) {
    this.module = module;
  }

  /**
   * Writes a file; it is synced to the disk when the call returns.
   *
   * @param file to write
   * @param parameters by dotted name
   * @param sources methods in TorchScript by the name of the module that has them, nothing for the
   *     network as a whole
   * @param texts to put beside the network, by the name that {@code torch.jit.load} finds them
   *     under ({@code _extra_files})
   * @throws EngineException if the sources are no TorchScript, or the file cannot be written
   * @throws IOException if the disk fails
   */
  public static void write(
      Path file,
      Map<String, Tensor> parameters,
      Map<String, String> sources,
      Map<String, String> texts)
      throws IOException {
    Engine.call(
        () -> {
          try (Scope scope = Scope.withoutGradients()) {
            ExtraFilesMap files = new ExtraFilesMap();
            texts.forEach((name, text) -> files.put(new BytePointer(name), text));
            module(ROOT, parameters, sources).save(file.toString(), files);
            return true;
          }
        });
    WholeFile.sync(file);
  }

  private static JitModule module(
      String name, Map<String, Tensor> parameters, Map<String, String> sources) {
    String className = name.isEmpty() ? "Network" : name.replace('.', '_');
    JitModule module = new JitModule(new QualifiedName(CLASS_PREFIX + className));
    // PyTorch's eval() and train() set it on every module
    module.register_attribute(
        "training", new Type.TypePtr(BoolType.get().get()), new IValue(false), false, false);
    Map<String, Map<String, Tensor>> inner = new TreeMap<>();
    parameters.forEach(
        (key, tensor) -> {
          int dot = key.indexOf('.');
          if (dot < 0) {
            module.register_parameter(key, tensor, false);
          } else {
            inner
                .computeIfAbsent(key.substring(0, dot), unseen -> new LinkedHashMap<>())
                .put(key.substring(dot + 1), tensor);
          }
        });
    inner.forEach(
        (key, own) ->
            module.register_module(
                key, module(name.isEmpty() ? key : name + "." + key, own, sources)));
    String source = sources.getOrDefault(name, "");
    if (!source.isEmpty()) {
      module.define(source);
    }
    return module;
  }

  /**
   * Reads a file back.
   *
   * @param file to read
   * @throws EngineException if it is no TorchScript
   */
  public static TorchScript load(Path file) {
    return Engine.call(
        () -> {
          JitModule module = torch.load(file.toString());
          module.retainReference();
          return new TorchScript(module);
        });
  }

  /**
   * Runs a method that takes one tensor and returns one.
   *
   * @param method such as {@code forward}
   * @param input of it
   * @throws EngineException if it has no such method, or the method fails
   */
  public Tensor run(String method, Tensor input) {
    return Engine.call(
        () -> module.get_method(method).apply(new IValueVector(new IValue(input))).toTensor());
  }

  @Override
  public void close() {
    module.close();
  }
}
