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
import java.util.function.BiConsumer;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.TensorFlow;

/**
 * Makes TensorFlow know the operations of {@link FusedNorm} and their kernels, once in a JVM; this
 * library does not forget an operation.
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
  private static final Map<Long, NormKernel> KERNELS = new ConcurrentHashMap<>();

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
      define(FusedNorm.OPERATION, false, status);
      define(FusedNorm.GRADIENT, true, status);
      offer(FusedNorm.OPERATION, NormKernel::forward, status);
      offer(FusedNorm.GRADIENT, NormKernel::backward, status);
    } finally {
      KernelApi.TF_DeleteStatus(status);
    }
    allowMixedPrecision();
  }

  private static void define(String name, boolean gradient, Pointer status) {
    Pointer builder = KernelApi.TF_NewOpDefinitionBuilder(name);
    List.of("T: {float, bfloat16}", "groups: int", "silu: bool", "threads: int")
        .forEach(attribute -> KernelApi.TF_OpDefinitionBuilderAddAttr(builder, attribute));
    if (gradient) {
      KernelApi.TF_OpDefinitionBuilderAddInput(builder, "dy: T");
    }
    List.of("x: T", "shift: float", "scale: float", "offset: float")
        .forEach(input -> KernelApi.TF_OpDefinitionBuilderAddInput(builder, input));
    List<String> results =
        gradient
            ? List.of("dx: T", "dshift: float", "dscale: float", "doffset: float")
            : List.of("y: T");
    results.forEach(result -> KernelApi.TF_OpDefinitionBuilderAddOutput(builder, result));
    KernelApi.TF_OpDefinitionBuilderSetShapeInferenceFunction(
        builder,
        kept(
            (context, problem) -> {
              for (int i = 0; i < results.size(); i++) {
                Pointer shape = KernelApi.TF_NewShapeHandle();
                int like = gradient ? i + 1 : i;
                KernelApi.TF_ShapeInferenceContextGetInput(context, like, shape, problem);
                KernelApi.TF_ShapeInferenceContextSetOutput(context, i, shape, problem);
                KernelApi.TF_DeleteShapeHandle(shape);
              }
            }));
    KernelApi.TF_RegisterOpDefinition(builder, status);
    check(status);
  }

  private static void offer(
      String name, BiConsumer<NormKernel, KernelTensors> kernel, Pointer status) {
    KernelApi.Creation creation = Registration::create;
    KernelApi.Computation computation = (address, context) -> run(kernel, address, context);
    KernelApi.Deletion deletion = address -> KERNELS.remove(Pointer.nativeValue(address));
    Pointer builder =
        KernelApi.TF_NewKernelBuilder(
            name, "CPU", kept(creation), kept(computation), kept(deletion));
    KernelApi.TF_RegisterKernelBuilder(name, builder, status);
    check(status);
  }

  private static Pointer create(Pointer construction) {
    Pointer status = KernelApi.TF_NewStatus();
    try {
      long[] groups = new long[1];
      byte[] silu = new byte[1];
      long[] threads = new long[1];
      KernelApi.TF_OpKernelConstruction_GetAttrInt64(construction, "groups", groups, status);
      KernelApi.TF_OpKernelConstruction_GetAttrBool(construction, "silu", silu, status);
      KernelApi.TF_OpKernelConstruction_GetAttrInt64(construction, "threads", threads, status);
      if (KernelApi.TF_GetCode(status) != 0) {
        KernelApi.TF_OpKernelConstruction_Failure(construction, status);
      }
      long address = NEXT.getAndIncrement();
      KERNELS.put(address, new NormKernel((int) groups[0], silu[0] != 0, (int) threads[0]));
      return new Pointer(address);
    } finally {
      KernelApi.TF_DeleteStatus(status);
    }
  }

  /** Nothing may leave a callback but its end, so all that goes wrong is told to TensorFlow. */
  private static void run(
      BiConsumer<NormKernel, KernelTensors> kernel, Pointer address, Pointer context) {
    try (KernelTensors tensors = new KernelTensors(context)) {
      try {
        NormKernel own = KERNELS.get(Pointer.nativeValue(address));
        if (own == null) {
          throw new IllegalStateException("there is no such kernel");
        }
        kernel.accept(own, tensors);
      } catch (IllegalArgumentException e) {
        tensors.fail(KernelApi.INVALID_ARGUMENT, "Group normalisation: " + e.getMessage() + ".");
      } catch (RuntimeException | Error e) {
        tensors.fail(KernelApi.INTERNAL, "Group normalisation failed: " + e + ".");
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
   * JVM's own view of the environment is another. Where it cannot be set the operation stays in
   * float32 among others in bfloat16.
   */
  private static void allowMixedPrecision() {
    String names = FusedNorm.OPERATION + "," + FusedNorm.GRADIENT;
    String before = System.getenv(MIXED_PRECISION);
    String value =
        before == null || before.isEmpty() || before.contains(names) ? names : before + "," + names;
    NativeEnvironment.set(MIXED_PRECISION, value);
  }
}
