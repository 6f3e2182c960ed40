package org.tweedie.engine.kernel;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * The part of TensorFlow's C interface by which operations and kernels are added
 * (tensorflow/c/kernels.h and ops.h), which TensorFlow for Java does not have. Calls go by JNA;
 * names are those of the C functions.
 */
@SuppressWarnings("MemberName")
final class KernelApi {

  /** {@code TF_FLOAT} and {@code TF_BFLOAT16}. */
  static final int FLOAT = 1;

  static final int BFLOAT16 = 14;

  /** {@code TF_INVALID_ARGUMENT} and {@code TF_INTERNAL}. */
  static final int INVALID_ARGUMENT = 3;

  static final int INTERNAL = 13;

  private KernelApi() {}

  /** Finds the functions in TensorFlow's library. */
  static void bind(NativeLibrary library) {
    Native.register(KernelApi.class, library);
  }

  /** Gives an operation's results their shapes, while a graph is built. */
  @FunctionalInterface
  interface ShapeInference extends Callback {
    void infer(Pointer context, Pointer status);
  }

  /** Makes a kernel of an operation's attributes, and says where it is. */
  @FunctionalInterface
  interface Creation extends Callback {
    Pointer create(Pointer construction);
  }

  /** Runs a kernel. */
  @FunctionalInterface
  interface Computation extends Callback {
    void compute(Pointer kernel, Pointer context);
  }

  /** Forgets a kernel. */
  @FunctionalInterface
  interface Deletion extends Callback {
    void delete(Pointer kernel);
  }

  static native Pointer TF_NewStatus();

  static native void TF_DeleteStatus(Pointer status);

  static native void TF_SetStatus(Pointer status, int code, String message);

  static native int TF_GetCode(Pointer status);

  static native String TF_Message(Pointer status);

  static native Pointer TF_NewOpDefinitionBuilder(String name);

  static native void TF_OpDefinitionBuilderAddAttr(Pointer builder, String specification);

  static native void TF_OpDefinitionBuilderAddInput(Pointer builder, String specification);

  static native void TF_OpDefinitionBuilderAddOutput(Pointer builder, String specification);

  static native void TF_OpDefinitionBuilderSetShapeInferenceFunction(
      Pointer builder, ShapeInference function);

  static native void TF_RegisterOpDefinition(Pointer builder, Pointer status);

  static native Pointer TF_NewShapeHandle();

  static native void TF_DeleteShapeHandle(Pointer shape);

  static native void TF_ShapeInferenceContextGetInput(
      Pointer context, int index, Pointer shape, Pointer status);

  static native void TF_ShapeInferenceContextSetOutput(
      Pointer context, int index, Pointer shape, Pointer status);

  static native Pointer TF_NewKernelBuilder(
      String operation, String device, Creation create, Computation compute, Deletion delete);

  static native void TF_RegisterKernelBuilder(String name, Pointer builder, Pointer status);

  static native void TF_OpKernelConstruction_GetAttrInt64(
      Pointer construction, String name, long[] value, Pointer status);

  static native void TF_OpKernelConstruction_GetAttrBool(
      Pointer construction, String name, byte[] value, Pointer status);

  static native void TF_OpKernelConstruction_Failure(Pointer construction, Pointer status);

  static native void TF_OpKernelContext_Failure(Pointer context, Pointer status);

  static native void TF_GetInput(Pointer context, int index, long[] tensor, Pointer status);

  static native Pointer TF_AllocateOutput(
      Pointer context,
      int index,
      int type,
      long[] sizes,
      int dimensions,
      long bytes,
      Pointer status);

  static native Pointer TF_ForwardInputOrAllocateOutput(
      Pointer context,
      int[] candidates,
      int count,
      int index,
      long[] sizes,
      int dimensions,
      int[] forwarded,
      Pointer status);

  static native void TF_DeleteTensor(Pointer tensor);

  static native Pointer TF_TensorData(Pointer tensor);

  static native long TF_TensorByteSize(Pointer tensor);

  static native int TF_TensorType(Pointer tensor);

  static native int TF_NumDims(Pointer tensor);

  static native long TF_Dim(Pointer tensor, int index);
}
