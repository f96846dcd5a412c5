# cmake -DOUTPUT=FILE -DINPUTS="a.spv b.spv" -P embed_spirv.cmake
# Writes one C++ array of words for each file, named after it.
separate_arguments(INPUTS)
set(text "")
foreach(input ${INPUTS})
  get_filename_component(name ${input} NAME_WE)
  file(READ ${input} bytes HEX)
  string(REGEX REPLACE "(..)(..)(..)(..)" "0x\\4\\3\\2\\1," words "${bytes}")
  string(APPEND text "static const uint32_t k_${name}[] = {${words}};\n")
endforeach()
file(WRITE ${OUTPUT} "${text}")
