"""The maker of the Word templates: texts and a layout profile in, tagged .docx files out."""
