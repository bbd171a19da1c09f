package mugs;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import mugs.engine.Engine;
import mugs.engine.Tensors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The walls between the rooms of the library, and the names in them. */
class ArchitectureTest {
  private static final JavaClasses LIBRARY =
      new ClassFileImporter()
          .importUrl(Engine.class.getProtectionDomain().getCodeSource().getLocation());

  private static final String LIBTORCH = "org.bytedeco.pytorch..";
  private static final String POINTERS = "org.bytedeco.javacpp..";
  private static final String OPENCV = "org.bytedeco.opencv..";
  private static final String JACKSON = "com.fasterxml.jackson..";
  private static final String COMPRESS = "org.apache.commons.compress..";
  private static final String JVECTOR = "io.github.jbellis.jvector..";
  private static final String ONNX = "ai.onnx..";
  private static final String TRIBUO_ONNX = "org.tribuo.util.onnx..";
  private static final String PROTOBUF = "com.google.protobuf..";

  private static final Room ENGINE = Room.of("engine", LIBTORCH, POINTERS, JACKSON);
  private static final Room IMAGE = Room.of("image", OPENCV, POINTERS);

  /** From the lowest up; each may use itself and those before it. */
  private static final List<Room> ROOMS =
      List.of(
          ENGINE,
          Room.of("source", COMPRESS, JACKSON),
          IMAGE,
          Room.of("augment"),
          Room.of("load", LIBTORCH),
          Room.of("vit", LIBTORCH),
          Room.of("measure", LIBTORCH),
          Room.of("method", LIBTORCH),
          Room.of("embed", LIBTORCH, JVECTOR, JACKSON),
          Room.of("train", LIBTORCH, JACKSON),
          Room.of("evaluate", LIBTORCH, JACKSON),
          Room.of("exchange", LIBTORCH, JACKSON, ONNX, TRIBUO_ONNX, PROTOBUF),
          Room.of("verify", LIBTORCH, JACKSON));

  /**
   * A package of the library.
   *
   * @param name of the package under {@code mugs}
   * @param libraries it may use beside what all may use
   */
  private record Room(String name, List<String> libraries) {
    static Room of(String name, String... libraries) {
      return new Room(name, List.of(libraries));
    }

    String inPackage() {
      return "mugs." + name + "..";
    }

    String[] mayUse() {
      List<String> packages =
          new ArrayList<>(
              List.of(
                  "java..", "javax..", "com.sun.management..", "org.jspecify..", "org.slf4j.."));
      packages.addAll(libraries);
      ROOMS.subList(0, ROOMS.indexOf(this) + 1).forEach(room -> packages.add(room.inPackage()));
      return packages.toArray(String[]::new);
    }
  }

  @ParameterizedTest
  @FieldSource("ROOMS")
  void room_usesOnlyRoomsBelowIt_andItsOwnLibraries(Room room) {
    classes()
        .that()
        .resideInAPackage(room.inPackage())
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(room.mayUse())
        .allowEmptyShould(true) // a room may still wait for its first class
        .check(LIBRARY);
  }

  @Test
  void everyClass_isInARoom() {
    classes()
        .should()
        .resideInAnyPackage(ROOMS.stream().map(Room::inPackage).toArray(String[]::new))
        .check(LIBRARY);
  }

  @Test
  void everyRoom_isFreeOfNulls() {
    classes()
        .should(
            new ArchCondition<>("be in a package that is @NullMarked") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(type, marked, type.getName() + " is not"));
              }
            })
        .check(LIBRARY);
  }

  /** Scopes, guards, dispatcher, boxed values, autograd functions, processes: see the engine. */
  private static final String DANGEROUS_TYPES =
      "org\\.bytedeco\\.pytorch\\."
          + "(\\w*Guard|GradMode|AutoGradMode|InferenceMode|Dispatcher|OperatorHandle|IValue\\w*"
          + "|Generic(List|Dict)\\w*|\\w*TensorList|\\w*Store|ProcessGroup\\w*|Reducer|Autograd\\w*"
          + "|Function(Pre|Post)Hook\\w*|Storage\\w*|Node|Edge)([$].*)?";

  @Test
  void dangerousTypesOfLibtorch_areUsedInTheEngineAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ENGINE.inPackage())
        .should()
        .dependOnClassesThat()
        .haveNameMatching(DANGEROUS_TYPES)
        .check(LIBRARY);
  }

  /** Memory that libtorch does not own, and gradients that would be written into parameters. */
  private static final Set<String> DANGEROUS_METHODS =
      Set.of("from_blob", "grad", "_grad", "backward", "_backward", "set_num_threads");

  @Test
  void dangerousMethodsOfLibtorch_areCalledInTheEngineAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ENGINE.inPackage())
        .should()
        .callMethodWhere(
            describe(
                "libtorch's raw memory, gradients or threads are touched",
                (JavaMethodCall call) ->
                    inPackage(call.getTargetOwner(), "org.bytedeco.pytorch")
                        && (DANGEROUS_METHODS.contains(call.getName())
                            || call.getName().contains("data_ptr"))))
        .check(LIBRARY);
  }

  @Test
  void nothing_isBuiltFromARawPointer_butInTheEngineAndAtOpenCv() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ENGINE.inPackage(), IMAGE.inPackage())
        .should()
        .callConstructorWhere(
            describe(
                "it takes a raw Pointer",
                (JavaConstructorCall call) ->
                    call.getTarget().getRawParameterTypes().stream()
                        .anyMatch(type -> type.getName().equals("org.bytedeco.javacpp.Pointer"))))
        .check(LIBRARY);
  }

  /** Those that make a tensor in the processor's memory, whatever device a run is on. */
  private static final Set<String> TENSORS_FROM_NOTHING =
      Set.of(
          "zeros",
          "ones",
          "full",
          "empty",
          "empty_strided",
          "eye",
          "arange",
          "range",
          "linspace",
          "logspace",
          "rand",
          "randn",
          "randint",
          "randperm",
          "tensor",
          "scalar_tensor",
          "from_blob",
          "from_file",
          "normal",
          "tril_indices",
          "triu_indices",
          "hann_window");

  @Test
  void method_makesItsTensorsWhereTheRunIs() {
    noClasses()
        .that()
        .resideInAnyPackage("mugs.method..", "mugs.vit..")
        .should()
        .callMethodWhere(
            describe(
                "a tensor is made that knows nothing of the run's device: make it with the"
                    + " Placement, or like another tensor",
                (JavaMethodCall call) ->
                    (call.getTargetOwner().getName().equals("org.bytedeco.pytorch.global.torch")
                            && TENSORS_FROM_NOTHING.contains(call.getName()))
                        || (call.getTargetOwner().isEquivalentTo(Tensors.class)
                            && call.getTarget()
                                .getRawReturnType()
                                .getName()
                                .equals("org.bytedeco.pytorch.Tensor"))))
        .check(LIBRARY);
  }

  private static boolean inPackage(JavaClass type, String start) {
    return type.getPackageName().startsWith(start);
  }

  @Test
  void library_neitherEndsTheProcess_norHooksIntoItsEnd_norPrints() {
    noClasses()
        .should(ACCESS_STANDARD_STREAMS)
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .orShould()
        .callMethod(Runtime.class, "addShutdownHook", Thread.class)
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("sun.misc.Signal")
        .check(LIBRARY);
  }

  /** They are there only where JavaCPP's own CUDA libraries are, which nobody needs for a GPU. */
  @Test
  void nothing_usesTheJavaClassesOfCuda() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bytedeco.pytorch.cuda..", "org.bytedeco.cuda..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.bytedeco.pytorch.global.torch_cuda")
        .check(LIBRARY);
  }

  @Test
  void names_sayWhatAThingIs() {
    classes()
        .should()
        .haveNameNotMatching(
            ".*[.$]((\\w*(Manager|Helper|Utils?|Impl|Processor|Handler)([A-Z]\\w*)?)|Data)")
        .check(LIBRARY);
  }

  @Test
  void nothing_hasSetters() {
    noMethods().that().areNotPrivate().should().haveNameMatching("set[A-Z]\\w*").check(LIBRARY);
  }

  @Test
  void staticFields_areFinal_outsideTheEngine() {
    fields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat()
        .resideOutsideOfPackage(ENGINE.inPackage())
        .should()
        .beFinal()
        .check(LIBRARY);
  }
}
