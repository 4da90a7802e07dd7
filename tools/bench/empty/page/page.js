// Six digits are told to the program by the one way that needs no command: the title.
const field = document.querySelector('input');
field.addEventListener('input', () => {
  if (field.value.length >= 6) document.title = `got ${field.value}`;
});
// Shown again, it begins anew.
document.addEventListener('visibilitychange', () => {
  field.value = '';
  document.title = 'Empty';
  field.focus();
});
