package mugs.verify;

import java.util.LinkedHashMap;
import java.util.Map;
import mugs.load.FloatCrops;
import mugs.method.MugsSettings;
import mugs.method.MugsStep;
import mugs.method.Seen;
import mugs.method.Supervision;
import mugs.vit.DropPath;
import mugs.vit.VisionTransformer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** What both networks make of a batch before its step, under the names it is recorded with. */
final class StepFeatures {
  private final MugsSettings settings;
  private final MugsStep step;
  private final FloatCrops crops;

  StepFeatures(MugsSettings settings, MugsStep step, FloatCrops crops) {
    this.settings = settings;
    this.step = step;
    this.crops = crops;
  }

  Map<String, Tensor> byName() {
    Map<String, Tensor> features = new LinkedHashMap<>();
    boolean groups = settings.localGroup().weight() > 0;
    Seen teacher = step.teacher().see(crops.teacher().flatten(0, 1), DropPath.NONE);
    Seen globals = step.student().see(crops.globals().flatten(0, 1), DropPath.NONE);
    features.put("teacher.tokens_before_norm", teacher.tokens());
    if (groups) {
      features.put("teacher.neighbours", teacher.neighbours());
      features.put("teacher.mean_patch", teacher.meanPatches());
      features.put("student.mean_patch", globals.meanPatches());
    }
    for (Supervision supervision : step.supervisions()) {
      features.put("teacher." + supervision.name(), supervision.output(teacher));
      features.put("student." + supervision.name(), supervision.output(globals));
    }
    if (crops.localCrops() > 0) {
      addLocals(features, crops.locals().flatten(0, 1), groups);
    }
    return features;
  }

  private void addLocals(Map<String, Tensor> features, Tensor pixels, boolean groups) {
    Seen locals = step.student().see(pixels, DropPath.NONE);
    VisionTransformer backbone = (VisionTransformer) step.student().network().backbone();
    features.put("student.local.embedded_tokens", backbone.embed(pixels));
    features.put("student.local.tokens_before_norm", locals.tokens());
    if (groups) {
      features.put("student.local.neighbours", locals.neighbours());
    }
    for (Supervision supervision : step.supervisions()) {
      features.merge(
          "student." + supervision.name(),
          supervision.output(locals),
          (globals, own) -> torch.cat(new TensorVector(globals, own), 0));
    }
  }
}
