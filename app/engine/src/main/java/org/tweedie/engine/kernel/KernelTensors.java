package org.tweedie.engine.kernel;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;

/** The tensors of one run of a kernel, which are given back at its end. */
final class KernelTensors implements AutoCloseable {

  private final Pointer context;
  private final Pointer status = KernelApi.TF_NewStatus();
  private final List<Pointer> open = new ArrayList<>();

  KernelTensors(Pointer context) {
    this.context = context;
  }

  /** A tensor of the kernel's: its sizes, and where its numbers are. */
  record Numbers(Pointer tensor, int type, long[] sizes, Pointer data) {

    static Numbers of(Pointer tensor) {
      long[] sizes = new long[KernelApi.TF_NumDims(tensor)];
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = KernelApi.TF_Dim(tensor, i);
      }
      return new Numbers(
          tensor, KernelApi.TF_TensorType(tensor), sizes, KernelApi.TF_TensorData(tensor));
    }

    /** Whether they are in bfloat16. */
    boolean isNarrow() {
      return type == KernelApi.BFLOAT16;
    }

    long count() {
      long count = 1;
      for (long size : sizes) {
        count *= size;
      }
      return count;
    }

    float[] floats() {
      float[] values = new float[Math.toIntExact(count())];
      if (values.length > 0) {
        data.read(0, values, 0, values.length);
      }
      return values;
    }

    void put(float[] values) {
      if (values.length > 0) {
        data.write(0, values, 0, values.length);
      }
    }
  }

  Numbers input(int index) {
    long[] found = new long[1];
    KernelApi.TF_GetInput(context, index, found, status);
    check();
    Pointer tensor = new Pointer(found[0]);
    open.add(tensor);
    return Numbers.of(tensor);
  }

  /** A result that is shaped like another tensor. */
  Numbers output(int index, Numbers like) {
    long bytes = KernelApi.TF_TensorByteSize(like.tensor());
    return opened(
        KernelApi.TF_AllocateOutput(
            context, index, like.type(), like.sizes(), like.sizes().length, bytes, status));
  }

  /**
   * The first result, in the place of the first input where nobody else needs that: then the result
   * holds the input's numbers still. So it must be asked for before {@link #input}.
   *
   * @return whether it is in the input's place, and the result
   */
  InPlace outputInPlace(Numbers like) {
    int[] forwarded = {-1};
    Numbers result =
        opened(
            KernelApi.TF_ForwardInputOrAllocateOutput(
                context,
                new int[] {0},
                1,
                0,
                like.sizes(),
                like.sizes().length,
                forwarded,
                status));
    return new InPlace(forwarded[0] == 0, result);
  }

  /** A result that may be in an input's place. */
  record InPlace(boolean holdsInput, Numbers result) {}

  private Numbers opened(Pointer tensor) {
    check();
    open.add(tensor);
    return Numbers.of(tensor);
  }

  private void check() {
    if (KernelApi.TF_GetCode(status) != 0) {
      throw new IllegalStateException(KernelApi.TF_Message(status));
    }
  }

  /** Lets the operation fail, with a sentence. */
  void fail(int code, String message) {
    KernelApi.TF_SetStatus(status, code, message);
    KernelApi.TF_OpKernelContext_Failure(context, status);
  }

  @Override
  public void close() {
    open.forEach(KernelApi::TF_DeleteTensor);
    KernelApi.TF_DeleteStatus(status);
  }
}
