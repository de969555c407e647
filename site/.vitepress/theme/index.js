// The fonts of the system: nothing is asked of another host, and nothing is loaded before there is text.
import Theme from 'vitepress/theme-without-fonts'
import './style.css'

export default Theme
