package org.tweedie.engine.kernel;

import com.sun.jna.Callback;
import com.sun.jna.CallbackThreadInitializer;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.TensorFlow;

/**
 * Makes TensorFlow know the program's own operations and their kernels, once in a JVM; this library
 * does not forget an operation.
 */
final class Registration {

  /** The library that has the functions, as JavaCPP knows it on each system. */
  private static final List<String> LIBRARIES =
      List.of("tensorflow_framework", "tensorflow_cc", "tensorflow");

  /** What automatic mixed precision may run in bfloat16 where its neighbours do. */
  private static final String MIXED_PRECISION =
      "TF_AUTO_MIXED_PRECISION_GRAPH_REWRITE_INFERLIST_ADD";

  /** Kept, for the native side holds no reference that the garbage collector sees. */
  private static final List<Callback> CALLBACKS = new ArrayList<>();

  /** Kernels that TensorFlow holds, by what it has for an address. */
  private static final Map<Long, KernelDefinition.Kernel> KERNELS = new ConcurrentHashMap<>();

  private static final List<KernelDefinition> DEFINITIONS =
      Stream.of(NormKernel.definitions(), LayerNormKernel.definitions(), GeluKernel.definitions())
          .flatMap(List::stream)
          .toList();

  private static final AtomicLong NEXT = new AtomicLong(1);

  private static final Optional<String> OBJECTION = attempt();

  private Registration() {}

  static Optional<String> objection() {
    return OBJECTION;
  }

  private static Optional<String> attempt() {
    try {
      TensorFlow.version();
      if (Gpu.isBuiltFor()) {
        return Optional.of(
            "TensorFlow may calculate on a GPU here, and its kernels are for processors");
      }
      KernelApi.bind(library());
      register();
      return Optional.empty();
    } catch (RuntimeException | LinkageError e) {
      // Everything can be calculated without: what is wrong with a library or a folder is told.
      return Optional.of(
          "its kernels could not be registered (%s)"
              .formatted(String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
    }
  }

  private static NativeLibrary library() {
    Map<String, String> loaded = Loader.getLoadedLibraries();
    for (String name : LIBRARIES) {
      for (Map.Entry<String, String> library : loaded.entrySet()) {
        if (library.getKey().startsWith(name)) {
          NativeLibrary found = NativeLibrary.getInstance(library.getValue());
          if (has(found, "TF_NewKernelBuilder") && has(found, "TF_NewOpDefinitionBuilder")) {
            return found;
          }
        }
      }
    }
    throw new IllegalStateException("no function for it in " + loaded.keySet());
  }

  private static boolean has(NativeLibrary library, String function) {
    try {
      return Pointer.nativeValue(library.getFunction(function)) != 0;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }

  private static void register() {
    Pointer status = KernelApi.TF_NewStatus();
    try {
      for (KernelDefinition operation : DEFINITIONS) {
        define(operation, status);
        offer(operation, status);
      }
    } finally {
      KernelApi.TF_DeleteStatus(status);
    }
    allowMixedPrecision();
  }

  private static void define(KernelDefinition operation, Pointer status) {
    Pointer builder = KernelApi.TF_NewOpDefinitionBuilder(operation.name());
    operation.attributes().forEach(it -> KernelApi.TF_OpDefinitionBuilderAddAttr(builder, it));
    operation.inputs().forEach(it -> KernelApi.TF_OpDefinitionBuilderAddInput(builder, it));
    List<KernelDefinition.Result> results = operation.results();
    results.forEach(it -> KernelApi.TF_OpDefinitionBuilderAddOutput(builder, it.specification()));
    KernelApi.TF_OpDefinitionBuilderSetShapeInferenceFunction(
        builder,
        kept(
            (context, problem) -> {
              for (int i = 0; i < results.size(); i++) {
                Pointer shape = KernelApi.TF_NewShapeHandle();
                int like = results.get(i).like();
                KernelApi.TF_ShapeInferenceContextGetInput(context, like, shape, problem);
                KernelApi.TF_ShapeInferenceContextSetOutput(context, i, shape, problem);
                KernelApi.TF_DeleteShapeHandle(shape);
              }
            }));
    KernelApi.TF_RegisterOpDefinition(builder, status);
    check(status);
  }

  private static void offer(KernelDefinition operation, Pointer status) {
    KernelApi.Creation creation = construction -> create(operation, construction);
    KernelApi.Computation computation = (address, context) -> run(operation, address, context);
    KernelApi.Deletion deletion = address -> KERNELS.remove(Pointer.nativeValue(address));
    Pointer builder =
        KernelApi.TF_NewKernelBuilder(
            operation.name(), "CPU", kept(creation), kept(computation), kept(deletion));
    KernelApi.TF_RegisterKernelBuilder(operation.name(), builder, status);
    check(status);
  }

  /** The attributes of an operation that is being made; what is wrong is left in the status. */
  private record Constructed(Pointer construction, Pointer status)
      implements KernelDefinition.Attributes {

    @Override
    public int number(String name) {
      long[] found = new long[1];
      KernelApi.TF_OpKernelConstruction_GetAttrInt64(construction, name, found, status);
      return (int) found[0];
    }

    @Override
    public boolean truth(String name) {
      byte[] found = new byte[1];
      KernelApi.TF_OpKernelConstruction_GetAttrBool(construction, name, found, status);
      return found[0] != 0;
    }
  }

  private static Pointer create(KernelDefinition operation, Pointer construction) {
    Pointer status = KernelApi.TF_NewStatus();
    try {
      KernelDefinition.Kernel kernel =
          operation.kernel().apply(new Constructed(construction, status));
      if (KernelApi.TF_GetCode(status) != 0) {
        KernelApi.TF_OpKernelConstruction_Failure(construction, status);
      }
      long address = NEXT.getAndIncrement();
      KERNELS.put(address, kernel);
      return new Pointer(address);
    } finally {
      KernelApi.TF_DeleteStatus(status);
    }
  }

  /** Nothing may leave a callback but its end, so all that goes wrong is told to TensorFlow. */
  private static void run(KernelDefinition operation, Pointer address, Pointer context) {
    try (KernelTensors tensors = new KernelTensors(context)) {
      try {
        KernelDefinition.Kernel own = KERNELS.get(Pointer.nativeValue(address));
        if (own == null) {
          throw new IllegalStateException("there is no such kernel");
        }
        own.run(tensors);
      } catch (IllegalArgumentException e) {
        tensors.fail(KernelApi.INVALID_ARGUMENT, operation.words() + ": " + e.getMessage() + ".");
      } catch (RuntimeException | Error e) {
        tensors.fail(KernelApi.INTERNAL, operation.words() + " failed: " + e + ".");
      }
    }
  }

  /** TensorFlow's threads become Java's once, and stay so. */
  private static <T extends Callback> T kept(T callback) {
    CALLBACKS.add(callback);
    Native.setCallbackThreadInitializer(
        callback, new CallbackThreadInitializer(true, false, "tensorflow"));
    return callback;
  }

  private static void check(Pointer status) {
    if (KernelApi.TF_GetCode(status) != 0) {
      throw new IllegalStateException(KernelApi.TF_Message(status));
    }
  }

  /**
   * Automatic mixed precision reads a variable of the environment whenever it rewrites a graph. The
   * JVM's own view of the environment is another. Where it cannot be set they stay in float32 among
   * others in bfloat16.
   */
  private static void allowMixedPrecision() {
    String names =
        DEFINITIONS.stream().map(KernelDefinition::name).collect(Collectors.joining(","));
    String before = System.getenv(MIXED_PRECISION);
    String value =
        before == null || before.isEmpty() || before.contains(names) ? names : before + "," + names;
    NativeEnvironment.set(MIXED_PRECISION, value);
  }
}
