package org.tweedie.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tweedie.api.schedule.LearnedSchedule;

/**
 * Dependencies point one way: the program, studies and serving, the engine; the components; the
 * api.
 */
@AnalyzeClasses(
    packages = "org.tweedie",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ArchitectureTest.DoNotIncludeTestJars.class
    })
class ArchitectureTest {

  private static final String API = "org.tweedie.api..";
  private static final String LAWS = "org.tweedie.laws..";
  private static final String CONTRACTS = "org.tweedie.laws.contract..";
  private static final String SCHEDULES = "org.tweedie.schedules..";
  private static final String DENOISERS = "org.tweedie.denoisers..";
  private static final String SAMPLERS = "org.tweedie.samplers..";
  private static final String GUIDANCE = "org.tweedie.guidance..";
  private static final String ENGINE = "org.tweedie.engine..";
  private static final String STUDY = "org.tweedie.study..";
  private static final String SERVE = "org.tweedie.serve..";
  private static final String CLI = "org.tweedie.cli..";

  /** Leaves out the engine's and the studies' test-jars, which lie beside the others. */
  static final class DoNotIncludeTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  @ArchTest static final ArchRule theApiSeesNoneOfOurs = seesOfOursOnly(API, API);

  @ArchTest static final ArchRule theLawsSeeTheApiOnly = seesOfOursOnly(LAWS, API);

  @ArchTest
  static final ArchRule contractsAloneNeedJUnitAndAssertJ =
      noClasses()
          .that()
          .resideOutsideOfPackage(CONTRACTS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.junit..", "org.assertj..", CONTRACTS)
          .because("the program has the laws in its lib folder, but neither JUnit nor AssertJ");

  @ArchTest static final ArchRule schedulesSeeTheApiOnly = seesOfOursOnly(SCHEDULES, API);

  @ArchTest static final ArchRule denoisersSeeTheApiOnly = seesOfOursOnly(DENOISERS, API);

  @ArchTest static final ArchRule samplersSeeTheApiOnly = seesOfOursOnly(SAMPLERS, API);

  @ArchTest static final ArchRule guidanceSeesTheApiOnly = seesOfOursOnly(GUIDANCE, API);

  @ArchTest
  static final ArchRule theEngineKnowsNoBuiltInComponentByClass =
      seesOfOursOnly(ENGINE, API, LAWS).because("built-in components are plugins like any other");

  @ArchTest static final ArchRule studiesSeeTheEngine = seesOfOursOnly(STUDY, ENGINE, API, LAWS);

  @ArchTest static final ArchRule servingSeesTheEngine = seesOfOursOnly(SERVE, ENGINE, API);

  @ArchTest
  static final ArchRule theCommandLineSeesStudiesServingAndTheEngine =
      seesOfOursOnly(CLI, STUDY, SERVE, ENGINE, API, LAWS);

  @ArchTest
  static final ArchRule onlyServingSeesAServer =
      noClasses()
          .that()
          .resideOutsideOfPackage(SERVE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..", "io.micrometer..")
          .because("no other command is to wait for its classes");

  private static final DescribedPredicate<JavaClass> PART_OF_AN_EXECUTOR =
      describe(
          "part of an executor",
          type -> type.getName().matches("org\\.tweedie\\.study\\.executor\\.S(lurm|park).*"));

  @ArchTest
  static final ArchRule whatKnowsAClusterIsKnownToNobody =
      noClasses()
          .that(not(PART_OF_AN_EXECUTOR))
          .should()
          .dependOnClassesThat(PART_OF_AN_EXECUTOR.or(resideInAnyPackage("org.apache.spark..")))
          .because("executors are found by name");

  @ArchTest
  static final ArchRule studiesServingAndTheCommandLineSeeTheEnginesFace =
      noClasses()
          .that(resideInAnyPackage(STUDY, SERVE, CLI))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(ENGINE)
                  .and(
                      not(
                          resideInAnyPackage(
                              "org.tweedie.engine",
                              "org.tweedie.engine.image..",
                              "org.tweedie.engine.compression..",
                              "org.tweedie.engine.export..",
                              "org.tweedie.engine.interchange..",
                              "org.tweedie.engine.inspection..",
                              "org.tweedie.engine.reproduction..",
                              "org.tweedie.engine.config..",
                              "org.tweedie.engine.plugin..",
                              "org.tweedie.engine.problem..",
                              "org.tweedie.engine.file..",
                              "org.tweedie.engine.picture..",
                              "org.tweedie.engine.progress.."))))
          .because("the engine's other packages are its own");

  @ArchTest
  static final ArchRule onlyTheCommandLineSeesPicocli =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule thePackagesOfTheEngineAreFreeOfCycles =
      slices().matching("org.tweedie.engine.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule thePackagesOfStudiesAreFreeOfCycles =
      slices().matching("org.tweedie.study.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule thePackagesOfTheApiAreFreeOfCycles =
      slices().matching("org.tweedie.api.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule thePackagesOfTheLawsAreFreeOfCycles =
      slices().matching("org.tweedie.laws.(*)..").should().beFreeOfCycles();

  /** The one kind of schedule that is trained, and so is made of TensorFlow's operations. */
  private static final DescribedPredicate<JavaClass> PART_OF_A_LEARNED_SCHEDULE =
      describe(
          "part of a learned schedule",
          type ->
              Stream.iterate(
                      Optional.of(type), Optional::isPresent, it -> it.get().getEnclosingClass())
                  .anyMatch(it -> it.get().isAssignableTo(LearnedSchedule.class)));

  @ArchTest
  static final ArchRule whatRunsOnTheHostDoesNotSeeTensorFlow =
      noClasses()
          .that(
              resideInAnyPackage(
                      "org.tweedie.api.schedule..",
                      "org.tweedie.api.model..",
                      "org.tweedie.api.sampler..",
                      "org.tweedie.api.walk..",
                      "org.tweedie.api.guidance..",
                      "org.tweedie.api.data..",
                      SCHEDULES,
                      SAMPLERS,
                      GUIDANCE)
                  .and(not(PART_OF_A_LEARNED_SCHEDULE)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.tensorflow..", "org.bytedeco..");

  /** What Java may round in one way or another, by version, processor or compiler. */
  private static final Set<String> INEXACT =
      Set.of(
          "exp", "expm1", "log", "log1p", "log10", "pow", "sin", "cos", "tan", "asin", "acos",
          "atan", "atan2", "sinh", "cosh", "tanh", "cbrt", "hypot");

  @ArchTest
  static final ArchRule whatCompressedFilesHangOnIsStrictArithmetic =
      noClasses()
          .that()
          .resideInAnyPackage(
              SCHEDULES, "org.tweedie.api.schedule..", "org.tweedie.denoisers.integer..")
          .should()
          .callMethodWhere(
              describe(
                  "it is inexact",
                  call ->
                      call.getTargetOwner().isEquivalentTo(Math.class)
                          && INEXACT.contains(call.getName())))
          .because("StrictMath gives the same bits on every machine");

  @ArchTest
  static final ArchRule onlyTheEngineKnowsGuice =
      noClasses()
          .that()
          .resideOutsideOfPackage(ENGINE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.google.inject..")
          .because("a plugin is written with jakarta.inject alone");

  @ArchTest
  static void noNameStandsForTwoClasses(JavaClasses all) {
    Map<String, List<String>> byName =
        all.stream()
            .filter(JavaClass::isTopLevelClass)
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .collect(
                Collectors.groupingBy(
                    JavaClass::getSimpleName,
                    TreeMap::new,
                    Collectors.mapping(JavaClass::getName, Collectors.toList())));
    byName.values().removeIf(names -> names.size() == 1);
    assertThat(byName).as("classes that share a name").isEmpty();
  }

  @ArchTest
  static void theEnginesFaceIsEightTypes(JavaClasses all) {
    assertThat(
            all.stream()
                .filter(type -> type.getPackageName().equals("org.tweedie.engine"))
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getSimpleName))
        .containsExactlyInAnyOrder(
            "Tweedie",
            "Run",
            "RunPieces",
            "RunRequests",
            "ClassifierRun",
            "Samples",
            "Readings",
            "Scoring");
  }

  private static ArchRule seesOfOursOnly(String own, String... others) {
    return classes()
        .that()
        .resideInAPackage(own)
        .should()
        .onlyDependOnClassesThat(
            not(resideInAnyPackage("org.tweedie.."))
                .or(resideInAnyPackage(own))
                .or(resideInAnyPackage(others)));
  }
}
